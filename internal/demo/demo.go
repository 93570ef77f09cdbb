package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	fakecore "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/core"
	fakev1 "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/v1"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfcli"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfrun"
)

// options are the settings of a demo.
type options struct {
	CLI      string // as for tfcli.Find
	API      string // "core" or "v1"
	Out      io.Writer
	Verbose  bool   // show everything that the CLI prints
	Provider string // folder of the provider; "" builds it
	Example  string // folder of the configuration
	Temp     string // where the temporary folder is created; "" for the system's default
	Timings  psfake.Timings
	Env      []string             // more variables of the CLI
	Prepare  func(*psfake.Server) // changes the state before the first step
}

// demo is one run of the demo.
type demo struct {
	options
	fake *psfake.Server
	tf   *tfrun.Workspace
	key  string // must not be in an output or in the state
}

// run runs the whole demo. It always removes its files from the temporary folder.
func run(ctx context.Context, o options) (err error) {
	began := time.Now()
	prefix, known := map[string]string{"core": "", "v1": psfake.V1Prefix}[o.API]
	if !known {
		return fmt.Errorf("there is no API version %q; it is core or v1", o.API)
	}
	cli, err := tfcli.Find(ctx, o.CLI)
	if err != nil {
		return err
	}
	d := &demo{options: o, key: "demo-" + rand.Text()}
	d.fake = psfake.New(psfake.Strict(), psfake.WithKey(d.key), psfake.WithTimings(o.Timings))
	o.Prepare(d.fake)
	server := httptest.NewServer(d.fake.Local(fakecore.New(d.fake), fakev1.New(d.fake)))
	defer server.Close()

	d.say("%s %s drives the provider, with a fake Paperspace server (API version %s) on %s.", cli.Name(), cli.Version, o.API, server.Listener.Addr())
	d.say("There is no account behind it, and nothing is billed. Preparing the provider first …")
	// The name is short because plugins create sockets below it, and systems limit the length of
	// their paths to about a hundred characters.
	root, err := os.MkdirTemp(o.Temp, "psdemo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(root)) }()
	if err := d.open(ctx, cli, root, server.URL+prefix); err != nil {
		return err
	}
	if err = d.play(ctx); err == nil {
		d.say("\nAll as promised, in %s.", time.Since(began).Round(time.Second))
	}
	return err
}

// open prepares the folder in which the CLI runs. It copies the configuration, because the CLI
// writes files next to it.
func (d *demo) open(ctx context.Context, cli tfcli.CLI, root, endpoint string) error {
	provider, err := filepath.Abs(d.Provider)
	if d.Provider == "" {
		provider, err = tfrun.Provider(ctx)
	}
	if err != nil {
		return err
	}
	env := append(tfrun.Isolated(root, root), "PAPERSPACE_API_KEY="+d.key, "PAPERSPACE_API_VERSION="+d.API, "PAPERSPACE_ENDPOINT="+endpoint)
	if d.tf, err = tfrun.Open(cli, filepath.Join(root, "config"), provider, append(env, d.Env...)...); err != nil {
		return err
	}
	d.tf.Grace = 5 * time.Second
	files, err := filepath.Glob(filepath.Join(d.Example, "*.tf"))
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("no *.tf in %s: run the demo in the root of the repository", d.Example)
	}
	for _, file := range files {
		text, readErr := os.ReadFile(file)
		err = errors.Join(err, readErr, d.tf.Write(filepath.Base(file), string(text)))
	}
	return err
}

// say prints a line.
func (d *demo) say(format string, args ...any) { fmt.Fprintf(d.Out, format+"\n", args...) }

// quote prints lines of the CLI's output, indented.
func (d *demo) quote(lines ...string) {
	for _, line := range lines {
		d.say("%s", strings.TrimRight("     "+line, " "))
	}
}
