package main

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"text/template"
)

// peer is another provider for the same server. It has the address of this provider, so that the
// CLI needs no other setup.
type peer struct {
	program string
	config  *template.Template
}

// newPeer returns a peer, or nil if program is "".
func newPeer(program, config string) (*peer, error) {
	if (program == "") != (config == "") {
		return nil, errors.New("-peer and -peer-config need each other")
	}
	if program == "" {
		return nil, nil //nolint:nilnil // there is no peer
	}
	t, err := template.ParseFiles(config)
	if err != nil {
		return nil, err
	}
	program, err = filepath.Abs(program)
	return &peer{program, t}, err
}

// render returns the configuration of n machines.
func (p *peer) render(n int, endpoint string) (string, error) {
	var text strings.Builder
	err := p.config.Execute(&text, struct {
		Machines      int
		Endpoint, Key string
	}{n, endpoint, key})
	return text.String(), err
}

// create creates n machines with an apply, because the other provider has a different form of
// state.
func (w *workspace) create(ctx context.Context, n int) error {
	if err := w.write(n); err != nil {
		return err
	}
	_, err := w.run(ctx, "apply", "-auto-approve")
	return err
}
