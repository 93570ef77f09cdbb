// Command releasecheck builds the release that CHANGELOG.md names twice, without publishing it. It
// compares the two builds, and checks the checksums, the signature, and the archives. Then
// Terraform and OpenTofu install the provider as users do, and plan with the fake server.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfcli"
)

const (
	project = "terraform-provider-paperspace"
	address = "registry.terraform.io/paperspace-community/paperspace"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("release-check: ")
	tf := flag.String("tf", "", "install with this CLI only: terraform, tofu, or a path. Empty for terraform and tofu")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, *tf)
	stop()
	if err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, tf string) (err error) {
	began := time.Now()
	// Find the CLIs first, because building a release takes minutes.
	want := []string{tfcli.Terraform, tfcli.OpenTofu}
	if tf != "" {
		want = []string{tf}
	}
	clis := make([]tfcli.CLI, 0, len(want))
	for _, w := range want {
		cli, err := tfcli.Find(ctx, w)
		if err != nil {
			return err
		}
		clis = append(clis, cli)
	}
	// The name is short because gpg and plugins create sockets below it, whose paths have a limited
	// length.
	temp, err := os.MkdirTemp("", "rel-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()

	r, err := prepare(ctx, temp)
	if err != nil {
		return err
	}
	log.Printf("version %s, commit %s, %s", r.version, r.commit, r.toolchain)
	first, second := filepath.Join(temp, "a"), filepath.Join(temp, "b")
	if err := r.build(ctx, first); err != nil {
		return err
	}
	// This check is not in make lint, because it needs the tools that the build has just
	// downloaded.
	if _, err := output(ctx, first, nil, "go", "run", "./internal/licenses", "-check", "-release"); err != nil {
		return err
	}
	// The second build has another cache, folder, time, and time zone, so that a dependency on any
	// of them makes a difference.
	if err := r.build(ctx, second, "GOCACHE="+filepath.Join(temp, "cache"), "TZ=Asia/Kathmandu"); err != nil {
		return err
	}
	dist := filepath.Join(first, "dist")
	files, err := compare(dist, filepath.Join(second, "dist"))
	if err != nil {
		return err
	}
	log.Printf("two builds are the same in all %d files", len(files))
	if err := r.verify(dist, files); err != nil {
		return err
	}
	log.Print("checksums, signature, archives, and SBOMs are valid")
	if err := r.printSums(dist); err != nil {
		return err
	}
	for _, cli := range clis {
		if err := r.install(ctx, cli, dist, filepath.Join(temp, strings.ToLower(cli.Name()))); err != nil {
			return fmt.Errorf("%s %s: %w", cli.Name(), cli.Version, err)
		}
		log.Printf("%s %s installs it, locks it, plans with it, and rejects another archive", cli.Name(), cli.Version)
	}
	log.Printf("all ok after %s", time.Since(began).Round(time.Second))
	return nil
}

// printSums prints the checksums, for comparison with those of a published
// release.
func (r *release) printSums(dist string) error {
	sums, err := os.ReadFile(filepath.Join(dist, project+"_"+r.version+"_SHA256SUMS"))
	if err == nil {
		_, err = os.Stdout.Write(sums)
	}
	return err
}

// output runs a program in dir and returns its output. env is added to the environment of this
// process.
func output(ctx context.Context, dir string, env []string, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	var text bytes.Buffer
	cmd.Stdout, cmd.Stderr = &text, &text
	if err := cmd.Run(); err != nil {
		return text.String(), fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, text.String())
	}
	return strings.TrimSpace(text.String()), nil
}
