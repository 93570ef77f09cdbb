package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfrun"
)

// workspace is a folder in which the CLI runs with the provider of this repository.
type workspace struct{ *tfrun.Workspace }

// endWithin is how long the CLI can take to end after an interrupt. It finishes requests
// that have begun, so that everything that is created is in a state.
const endWithin = 5 * time.Minute

func (l *live) workspace(ctx context.Context, k kind) (*workspace, error) {
	provider, err := tfrun.Provider(ctx)
	if err != nil {
		return nil, err
	}
	env := append(tfrun.Inherited(), "PAPERSPACE_API_KEY="+l.account.key)
	if l.account.endpoint != "" {
		env = append(env, "PAPERSPACE_ENDPOINT="+l.account.endpoint)
	}
	w, err := tfrun.Open(l.tf, filepath.Join(l.root, strings.ReplaceAll(k.name, " ", "-")), provider, env...)
	if err != nil {
		return nil, err
	}
	w.Grace = endWithin
	poll := ""
	if l.account.poll > 0 {
		poll = fmt.Sprintf("  poll_interval = %q\n", l.account.poll)
	}
	return &workspace{w}, w.Write("main.tf", fmt.Sprintf("provider \"paperspace\" {\n  api_version = \"v1\"\n  region = %q\n%s}\n\n%s", region, poll, k.hcl))
}

// run runs the CLI. When ctx ends, the CLI is interrupted once. When urgent ends, the CLI is
// killed.
func (w *workspace) run(ctx, urgent context.Context, args ...string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p, err := w.Start(ctx, args...)
	if err != nil {
		return err
	}
	defer context.AfterFunc(urgent, p.Kill)()
	r, err := p.Wait()
	if err != nil && ctx.Err() == nil {
		return r.Errorf("%w", err)
	}
	return err
}

// holds reports whether the state has resources, or cannot be read.
func (w *workspace) holds() bool {
	raw, err := os.ReadFile(w.Path("terraform.tfstate"))
	if errors.Is(err, fs.ErrNotExist) {
		return false
	}
	return err != nil || bytes.Contains(raw, []byte(`"mode": "managed"`))
}
