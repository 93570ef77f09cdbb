package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"time"
)

// states is a remote backend: it keeps states by their path. With a state in a
// file Terraform writes all of it after each machine, which takes longer than
// all else as soon as there are some hundred machines.
type states struct {
	url    string
	server *http.Server

	mu   sync.Mutex
	kept map[string][]byte
}

func keepStates(ctx context.Context) (*states, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &states{url: "http://" + listener.Addr().String(), kept: map[string][]byte{}}
	s.server = &http.Server{Handler: s, ReadHeaderTimeout: time.Minute}
	go func() { _ = s.server.Serve(listener) }() // until it is closed
	return s, nil
}

func (s *states) close() { _ = s.server.Close() }

// ServeHTTP implements http.Handler with what the backend "http" asks for.
func (s *states) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet:
		s.mu.Lock()
		raw, found := s.kept[r.URL.Path]
		s.mu.Unlock()
		if !found {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		_, _ = w.Write(raw) // who has gone away need not have it
	case http.MethodPost:
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		s.mu.Lock()
		s.kept[r.URL.Path] = raw
		s.mu.Unlock()
	default:
		w.WriteHeader(http.StatusMethodNotAllowed)
	}
}

// backend is the block that keeps the state at a URL.
func backend(url string) string {
	return fmt.Sprintf("  backend \"http\" {\n    address = %q\n  }\n", url)
}

// keepAt has the CLI keep the workspace's state at a URL from now on. It is done
// without the provider: init would look for it in the registry.
func (w *workspace) keepAt(ctx context.Context, url string) error {
	w.state = url
	if err := os.WriteFile(w.path("main.tf"), []byte("terraform {\n"+backend(url)+"}\n"), 0o600); err != nil {
		return err
	}
	_, err := w.run(ctx, "init")
	return err
}
