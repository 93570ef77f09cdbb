package main

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	fakev1 "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/v1"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfcli"
)

const configuration = `terraform {
  required_providers {
    paperspace = {
      source  = "` + address + `"
      version = "~> %s"
    }
  }
}

provider "paperspace" {
  region = "East Coast (NY2)"
}

data "paperspace_template" "ubuntu" {
  label = "Ubuntu 20.04"
}

resource "paperspace_machine" "web" {
  name         = "web"
  machine_type = "C5"
  size         = 50
  template_id  = data.paperspace_template.ubuntu.id
}
`

// installCommand matches the command of the README for all systems except Windows.
var installCommand = regexp.MustCompile("(?s)<!-- make release-check runs this command. -->\n+```sh\n(.*?)```")

// user is a user who installs the release on their own computer.
type user struct {
	cli  tfcli.CLI
	home string
	dir  string // of the configuration
	env  []string
}

// run runs the CLI. If fails is not "", the CLI must fail with that text.
func (u *user) run(ctx context.Context, fails string, args ...string) (string, error) {
	out, err := output(ctx, u.dir, u.env, u.cli.Path, args...)
	// The CLI wraps its messages.
	plain := strings.Join(strings.Fields(strings.ReplaceAll(out, "│", "")), " ")
	switch {
	case fails == "":
		return plain, err
	case err == nil:
		return plain, fmt.Errorf("%s succeeded, but must fail with %q:\n%s", strings.Join(args, " "), fails, out)
	case !strings.Contains(plain, fails):
		return plain, fmt.Errorf("%s must fail with %q: %w", strings.Join(args, " "), fails, err)
	}
	return plain, nil
}

// install installs the release in dist as users do, with the CLI in the folder work, and plans with
// it.
func (r *release) install(ctx context.Context, cli tfcli.CLI, dist, work string) error {
	u := &user{cli: cli, home: filepath.Join(work, "home"), dir: filepath.Join(work, "tf")}
	for _, dir := range []string{u.home, u.dir} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return err
		}
	}
	if err := os.WriteFile(filepath.Join(u.dir, "main.tf"), fmt.Appendf(nil, configuration, r.version), 0o600); err != nil {
		return err
	}
	endpoint, stop, err := serveFake(ctx)
	if err != nil {
		return err
	}
	defer stop()
	u.env = []string{
		"HOME=" + u.home, "TF_CLI_CONFIG_FILE=" + os.DevNull, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1",
		"PAPERSPACE_API_VERSION=v1", "PAPERSPACE_ENDPOINT=" + endpoint, "PAPERSPACE_API_KEY=test-key",
	}

	command, err := find(filepath.Join(r.root, "README.md"), installCommand)
	if err != nil {
		return err
	}
	if _, err := output(ctx, dist, u.env, "sh", "-ec", command); err != nil {
		return fmt.Errorf("the command of the README: %w", err)
	}
	if _, err := u.run(ctx, "", "init", "-input=false", "-no-color"); err != nil {
		return err
	}
	mirror := filepath.Join(u.home, ".terraform.d", "plugins")
	if _, err := u.run(ctx, "", "providers", "lock", "-no-color", "-fs-mirror="+mirror,
		"-platform=linux_amd64", "-platform=darwin_arm64", "-platform=windows_amd64"); err != nil {
		return err
	}
	if err := r.checkLock(filepath.Join(u.dir, ".terraform.lock.hcl")); err != nil {
		return err
	}
	if _, err := u.run(ctx, "", "init", "-input=false", "-no-color", "-lockfile=readonly"); err != nil {
		return err
	}
	plan, err := u.run(ctx, "", "plan", "-input=false", "-no-color")
	if err != nil {
		return err
	}
	if !strings.Contains(plan, "Plan: 1 to add, 0 to change, 0 to destroy.") {
		return fmt.Errorf("the plan does not add the machine:\n%s", plan)
	}
	return u.rebuilt(ctx, mirror)
}

// checkLock returns an error unless the lock file contains the version, the constraint, and the
// checksums of three platforms.
func (r *release) checkLock(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	for _, part := range []string{fmt.Sprintf("%q", address), fmt.Sprintf("version     = %q", r.version), fmt.Sprintf("constraints = \"~> %s\"", r.version)} {
		if !strings.Contains(string(text), part) {
			return fmt.Errorf("no %s in the lock file:\n%s", part, text)
		}
	}
	if n := strings.Count(string(text), `"h1:`); n != 3 {
		return fmt.Errorf("the lock file has %d checksums, not one for each of three platforms:\n%s", n, text)
	}
	return nil
}

// rebuilt replaces the installed archives with others of the same version. It checks that the lock
// file protects against them, and that the remedy in the README works.
func (u *user) rebuilt(ctx context.Context, mirror string) error {
	archives, err := filepath.Glob(filepath.Join(mirror, filepath.FromSlash(address), "*.zip"))
	if err != nil || len(archives) == 0 {
		return fmt.Errorf("nothing is installed in %s: %w", mirror, err)
	}
	for _, archive := range archives {
		if err := alter(archive); err != nil {
			return err
		}
	}
	if err := os.RemoveAll(filepath.Join(u.dir, ".terraform")); err != nil {
		return err
	}
	for _, upgrade := range []string{"-upgrade=false", "-upgrade"} {
		if _, err := u.run(ctx, "checksums", "init", "-input=false", "-no-color", upgrade); err != nil {
			return err
		}
	}
	if err := os.Remove(filepath.Join(u.dir, ".terraform.lock.hcl")); err != nil {
		return err
	}
	_, err = u.run(ctx, "", "init", "-input=false", "-no-color")
	return err
}

// alter adds a file to an archive.
func alter(path string) (err error) {
	from, err := zip.OpenReader(path)
	if err != nil {
		return err
	}
	to, err := os.Create(path + ".new")
	if err != nil {
		return errors.Join(err, from.Close())
	}
	w := zip.NewWriter(to)
	for _, f := range from.File {
		if err = w.Copy(f); err != nil {
			break
		}
	}
	if err == nil {
		var extra io.Writer
		if extra, err = w.Create("EXTRA"); err == nil {
			_, err = extra.Write([]byte("another build"))
		}
	}
	if err = errors.Join(err, w.Close(), to.Close(), from.Close()); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// serveFake serves the fake server on a free port and returns the endpoint of
// API v1.
func serveFake(ctx context.Context) (endpoint string, stop func(), err error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	server := &http.Server{Handler: fakev1.New(psfake.New(psfake.Strict())), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(listener) }() // ends with stop
	return "http://" + listener.Addr().String() + psfake.V1Prefix, func() { _ = server.Close() }, nil
}
