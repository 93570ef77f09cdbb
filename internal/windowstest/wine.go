package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// wine is a Windows installation in a folder, which Wine calls a prefix.
type wine struct {
	loader string
	prefix string
	// provider is the folder of the provider for tests, as Windows names it.
	provider string
	// idle is the input of a program that does nothing but wait for the end of its input. While it
	// runs, the services of Wine run, too. Otherwise, the first test would start the services, they
	// would keep its output open, and go test would wait for them.
	idle io.Closer
}

// loaders are the names of the program that runs 64-bit Windows programs. Debian
// has no wine64 on PATH, and newer versions of Wine have only wine.
var loaders = []string{"wine64", "/usr/lib/wine/wine64", "wine"}

// findWine returns the path of the first of these programs that is installed.
func findWine(names []string) (string, error) {
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return filepath.Abs(path)
		}
	}
	return "", errors.New("nothing was tested, because Wine is not installed. Install it (on Debian: apt-get install wine64), or run make test on Windows")
}

func (w *wine) env() []string {
	return []string{
		"WINEPREFIX=" + w.prefix,
		"WINEDEBUG=-all",
		// Open no window that offers to install .NET or a browser, and add nothing to the menus of
		// this computer.
		"WINEDLLOVERRIDES=mscoree,mshtml=;winemenubuilder.exe=d",
	}
}

// open creates a prefix in which Go programs can run, and starts the idle program.
func (w *wine) open(ctx context.Context) error {
	setUp := w.command(ctx, w.loader, "wineboot", "--init")
	var said bytes.Buffer
	setUp.Stdout, setUp.Stderr = nil, &said // the services inherit what is not a pipe
	setUp.WaitDelay = 100 * time.Millisecond
	if err := setUp.Run(); err != nil && !errors.Is(err, exec.ErrWaitDelay) {
		return fmt.Errorf("nothing was tested, because %s cannot set up a Windows: %w\n%s", w.loader, err, said.String())
	}
	system := filepath.Join(w.prefix, "drive_c", "windows", "system32")
	library := filepath.Join(system, "bcryptprimitives.dll")
	if _, err := os.Stat(library); errors.Is(err, os.ErrNotExist) {
		if err := os.WriteFile(library, randomLibrary(), 0o600); err != nil {
			return fmt.Errorf("nothing was tested, because %s has set up no 64-bit Windows: %w", w.loader, err)
		}
	}
	idle := w.command(ctx, w.loader, "cmd.exe")
	idle.Stdout, idle.Stderr = nil, nil
	stdin, err := idle.StdinPipe()
	if err != nil {
		return err
	}
	w.idle = stdin
	return idle.Start()
}

// close ends all programs in the prefix, even after an interrupt.
func (w *wine) close(ctx context.Context) {
	_ = w.idle.Close()
	end := w.command(context.WithoutCancel(ctx), w.loader, "wineboot", "--kill")
	_ = end.Run() // the folder is removed in any case
}

// writeOverlay writes an overlay that makes Go delete files as on Windows before version 10. Wine 8
// supports no other way, and returns an error that Go does not recognize, so that every t.TempDir
// would fail. The variable is a hook for Go's own tests. If Go no longer has it, the overlay
// replaces nothing.
func writeOverlay(ctx context.Context, dir string) (string, error) {
	root, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	if err != nil {
		return "", fmt.Errorf("go env: %w", err)
	}
	source := filepath.Join(strings.TrimSpace(string(root)), "src", "internal", "syscall", "windows", "at_windows.go")
	text, err := os.ReadFile(source)
	if err != nil {
		return "", err
	}
	const hook = "var TestDeleteatFallback "
	text = bytes.Replace(text, []byte(hook+"bool"), []byte(hook+"= true"), 1)
	changed := filepath.Join(dir, "at_windows.go")
	if err := os.WriteFile(changed, text, 0o600); err != nil {
		return "", err
	}
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{source: changed}})
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, "overlay.json")
	return file, os.WriteFile(file, overlay, 0o600)
}
