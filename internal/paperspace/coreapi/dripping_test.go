package coreapi

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

// pipes is a net.Listener without sockets, for net/http in a synctest bubble.
type pipes chan net.Conn

// Accept implements net.Listener.
func (p pipes) Accept() (net.Conn, error) {
	if conn, ok := <-p; ok {
		return conn, nil
	}
	return nil, net.ErrClosed
}

// Close implements net.Listener.
func (p pipes) Close() error {
	close(p)
	return nil
}

// Addr implements net.Listener.
func (p pipes) Addr() net.Addr { return &net.TCPAddr{} }

func (p pipes) dial(context.Context, string, string) (net.Conn, error) {
	client, server := net.Pipe()
	p <- server
	return client, nil
}

// The timeout of an attempt also ends a body that never ends, even if bytes keep arriving.
func TestDrippingBody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		network := make(pipes)
		server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			tick := time.NewTicker(5 * time.Millisecond)
			defer tick.Stop()
			_, _ = io.WriteString(w, "[")
			for {
				select {
				case <-r.Context().Done():
					return
				case <-tick.C:
					_, _ = io.WriteString(w, " ")
					w.(http.Flusher).Flush()
				}
			}
		})}
		go func() { _ = server.Serve(network) }()
		rt := transport.DefaultRoundTripper().(*http.Transport)
		rt.DialContext = network.dial
		defer func() {
			rt.CloseIdleConnections()
			_ = server.Close()
		}()

		began := time.Now()
		api := New(Options{Endpoint: address(t, "http://127.0.0.1:1"), Key: key, Timeout: 300 * time.Millisecond, RoundTripper: rt})
		_, err := all(api.Machines.List(t.Context(), nil))
		if !errors.Is(err, paperspace.ErrUnavailable) || !strings.Contains(err.Error(), "no complete response within 300ms") || time.Since(began) != 300*time.Millisecond {
			t.Errorf("after %s: %v", time.Since(began), err)
		}
	})
}
