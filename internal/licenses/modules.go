package main

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// modules maps module paths to directories in the module cache.
type modules map[string]string

// linkedModules returns the modules that are linked into the provider on any released platform.
func linkedModules(ctx context.Context) (modules, error) {
	all := modules{}
	for _, goos := range []string{"linux", "darwin", "windows", "freebsd"} {
		for _, goarch := range []string{"amd64", "arm64"} {
			some, err := listModules(ctx, []string{"GOOS=" + goos, "GOARCH=" + goarch, "CGO_ENABLED=0"}, ".")
			if err != nil {
				return nil, err
			}
			maps.Copy(all, some)
		}
	}
	return all, nil
}

// listModules returns the modules of the packages that go list finds.
func listModules(ctx context.Context, env []string, args ...string) (modules, error) {
	const format = "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Dir}}{{end}}{{end}}"
	cmd := exec.CommandContext(ctx, "go", append([]string{"list", "-deps", "-f", format}, args...)...)
	cmd.Env = append(os.Environ(), env...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list %s: %w\n%s", strings.Join(args, " "), err, stderr.String())
	}
	found := modules{}
	for line := range strings.Lines(string(out)) {
		if path, dir, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
			found[path] = dir
		}
	}
	return found, nil
}

var (
	licenseFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying)`)
	noticeFile  = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice)`)
)

// filesLike returns the files of a module whose names match: those in its root,
// or, if the root has none, those in the folders below it.
func filesLike(dir string, name *regexp.Regexp) ([]string, error) {
	for _, pattern := range []string{"*", filepath.Join("*", "*")} {
		paths, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return nil, err
		}
		paths = slices.DeleteFunc(paths, func(path string) bool {
			info, err := os.Stat(path)
			return err != nil || !info.Mode().IsRegular() || !name.MatchString(info.Name()) || filepath.Ext(path) == ".go"
		})
		if len(paths) > 0 {
			return paths, nil
		}
	}
	return nil, nil
}

// allTexts returns the texts that must accompany a copy of the binary: the licenses and notices of the modules, and
// the license of Go.
func allTexts(ctx context.Context, linked modules) ([]byte, error) {
	goroot, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("go env GOROOT: %w", err)
	}
	all := maps.Clone(linked)
	all["Go"] = strings.TrimSpace(string(goroot))
	var text bytes.Buffer
	for _, path := range slices.Sorted(maps.Keys(all)) {
		files, err := filesLike(all[path], noticeFile)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				return nil, err
			}
			fmt.Fprintf(&text, "==== %s, %s ====\n\n%s\n\n", path, filepath.Base(file), bytes.TrimSpace(content))
		}
	}
	return text.Bytes(), nil
}
