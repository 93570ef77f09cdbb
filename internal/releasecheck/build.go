package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// release is the release to check.
type release struct {
	root      string // of the repository
	version   string
	commit    string
	toolchain string

	gnupg       string // GNUPGHOME
	fingerprint string
	passphrase  string
	publicKey   string
}

var (
	newest    = regexp.MustCompile(`(?m)^## \[(\d+\.\d+\.\d+)\]`)
	toolchain = regexp.MustCompile(`(?m)^toolchain (\S+)$`)
)

// prepare determines the version, the commit, and the toolchain of the release, and creates a
// signing key for it.
func prepare(ctx context.Context, temp string) (*release, error) {
	r := &release{gnupg: filepath.Join(temp, "gpg"), passphrase: rand.Text()}
	var err error
	if r.root, err = output(ctx, "", nil, "git", "rev-parse", "--show-toplevel"); err != nil {
		return nil, err
	}
	if r.commit, err = output(ctx, r.root, nil, "git", "rev-parse", "HEAD"); err != nil {
		return nil, err
	}
	if r.version, err = find(filepath.Join(r.root, "CHANGELOG.md"), newest); err != nil {
		return nil, err
	}
	if r.toolchain, err = find(filepath.Join(r.root, "go.mod"), toolchain); err != nil {
		return nil, err
	}
	if status, err := output(ctx, r.root, nil, "git", "status", "--porcelain"); err != nil || status != "" {
		log.Printf("checking the last commit, without the uncommitted changes: %v\n%s", err, status)
	}
	return r, r.makeKey(ctx)
}

func find(file string, what *regexp.Regexp) (string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	match := what.FindSubmatch(text)
	if match == nil {
		return "", fmt.Errorf("%s has no line like %s", file, what)
	}
	return string(match[1]), nil
}

// makeKey creates an RSA key, which is the kind that the registry accepts.
func (r *release) makeKey(ctx context.Context) error {
	if err := os.Mkdir(r.gnupg, 0o700); err != nil {
		return err
	}
	gpg := func(args ...string) (string, error) {
		return output(ctx, "", r.gpgEnv(), "gpg", append([]string{"--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", r.passphrase}, args...)...)
	}
	if _, err := gpg("--quick-generate-key", "release-check", "rsa3072", "sign", "1d"); err != nil {
		return fmt.Errorf("no signing key. Is GnuPG installed? %w", err)
	}
	list, err := gpg("--with-colons", "--list-secret-keys")
	if err != nil {
		return err
	}
	_, fpr, _ := strings.Cut(list, "\nfpr:::::::::")
	r.fingerprint, _, _ = strings.Cut(fpr, ":")
	r.publicKey, err = gpg("--armor", "--export", r.fingerprint)
	return err
}

func (r *release) gpgEnv() []string { return []string{"GNUPGHOME=" + r.gnupg} }

// build builds the release in a clone at dir, as the workflow does from a tag.
func (r *release) build(ctx context.Context, dir string, env ...string) error {
	log.Printf("building in a new clone %s", strings.Join(env, " "))
	env = append(append(env, r.gpgEnv()...),
		"GOTOOLCHAIN="+r.toolchain,
		"GPG_FINGERPRINT="+r.fingerprint,
		"GPG_PASSPHRASE="+r.passphrase,
		// No token, so that nothing can be published.
		"GITHUB_TOKEN=", "GITLAB_TOKEN=", "GITEA_TOKEN=",
	)
	for _, args := range [][]string{
		{"git", "clone", "-q", "--no-checkout", r.root, dir},
		{"git", "-C", dir, "-c", "advice.detachedHead=false", "checkout", "-q", r.commit},
		{"git", "-C", dir, "remote", "set-url", "origin", "https://github.com/paperspace-community/" + project},
		{"git", "-C", dir, "tag", "-f", "v" + r.version},
	} {
		if _, err := output(ctx, "", nil, args[0], args[1:]...); err != nil {
			return err
		}
	}
	// Run goreleaser directly, because go tool would build it again for another build cache.
	goreleaser, err := output(ctx, dir, nil, "go", "tool", "-n", "-modfile=tools/release/go.mod", "goreleaser")
	if err != nil {
		return err
	}
	// The output lists downloads before the path.
	goreleaser = goreleaser[strings.LastIndexByte(goreleaser, '\n')+1:]
	_, err = output(ctx, dir, env, goreleaser, "release", "--clean", "--skip=publish,announce")
	return err
}

// published reports whether a file of dist becomes part of the release. The other files are
// goreleaser's own records.
func published(name string) bool { return strings.HasPrefix(name, project+"_") }

// compare returns the names of the files of the release, or an error if a file differs between the
// two folders. It does not compare signatures, because they contain the time.
func compare(first, second string) ([]string, error) {
	names, err := list(first)
	if err != nil {
		return nil, err
	}
	others, err := list(second)
	if err != nil {
		return nil, err
	}
	if !slices.Equal(names, others) {
		return nil, fmt.Errorf("two builds have different files:\n%q\n%q", names, others)
	}
	var errs []error
	for _, name := range names {
		one, err := os.ReadFile(filepath.Join(first, name))
		if err != nil {
			return nil, err
		}
		other, err := os.ReadFile(filepath.Join(second, name))
		if err != nil {
			return nil, err
		}
		if filepath.Ext(name) != ".sig" && !bytes.Equal(one, other) {
			errs = append(errs, fmt.Errorf("two builds of one commit differ in %s", name))
		}
	}
	return names, errors.Join(errs...)
}

func list(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return e.IsDir() || !published(e.Name()) })
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("no files of a release in %s", dir)
	}
	return names, nil
}
