package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const isc = `Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted,
provided that the above copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED
WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT, OR
CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF
CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.
`

// module creates a module with one file, and returns its directory.
func module(t *testing.T, name, content string) string {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestRender(t *testing.T) {
	mpl, err := os.ReadFile(filepath.Join("..", "..", "LICENSE"))
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name    string
		dir     string
		allowed []string
		row     string
		fails   string
	}{
		{name: "recognized", dir: module(t, "LICENSE", isc), allowed: linkable, row: "| `example.com/m` | ISC |"},
		{name: "other spelling", dir: module(t, "licence.md", isc), allowed: linkable, row: "| `example.com/m` | ISC |"},
		{name: "below the root", dir: module(t, filepath.Join("part", "LICENSE"), isc), allowed: linkable, row: "| `example.com/m` | ISC |"},
		{name: "not for linking", dir: module(t, "COPYING", string(mpl)), allowed: []string{"ISC"}, fails: "must not be linked with code under MPL-2.0"},
		{name: "any license", dir: module(t, "COPYING", string(mpl)), row: "| `example.com/m` | MPL-2.0 |"},
		{name: "unknown text", dir: module(t, "LICENSE", "You may use this on Tuesdays."), fails: "no license that is recognized"},
		{name: "code is no license", dir: module(t, "license.go", "/*\n"+isc+"*/"), fails: "no license that is recognized"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			page, err := render("", []section{{title: "T", modules: modules{"example.com/m": tc.dir}, allowed: tc.allowed}})
			if tc.fails != "" {
				if err == nil || !strings.Contains(err.Error(), "example.com/m: ") || !strings.Contains(err.Error(), tc.fails) {
					t.Fatalf("error %v, want one with %q", err, tc.fails)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(page), tc.row) {
				t.Errorf("no %q in\n%s", tc.row, page)
			}
		})
	}
}
