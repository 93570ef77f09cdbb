package transport

import (
	"net/url"
	"strings"
	"testing"
)

func TestCheckEndpoint(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"https://api.paperspace.io":       "https://api.paperspace.io",
		" https://api.paperspace.com/v1/": "https://api.paperspace.com/v1",
		"https://h:8443/a%2Fb//":          "https://h:8443/a%2Fb",
		"http://localhost:80/":            "http://localhost",
		"http://127.8.9.1:1":              "http://127.8.9.1:1",
		"http://[::1]:1":                  "http://[::1]:1",
		"http://example.com":              "", "http://127.0.0.1.evil.example": "", "http://[::2]": "",
		"": "", "api.paperspace.io": "", "//h": "", "ftp://h": "", "https://": "", "https:h": "",
		"https://u:hunter2@h": "", "https://h?hunter2": "", "https://h#hunter2": "", "https://h?": "", "https://h#": "",
		"https://h/a/../b": "", "https://h/%zz-hunter2": "", "https://h:hunter2": "",
		"https://h%C2%9B": "", "https://[::1%25\x89]": "", "https://[::1%25%E2%80%AE]": "",
	} {
		u, err := CheckEndpoint(raw)
		switch {
		case want == "" && (err == nil || strings.Contains(err.Error(), "hunter2")):
			t.Errorf("%q: %v, %v", raw, u, err)
		case want != "" && (err != nil || u.String() != want):
			t.Errorf("%q: %v, %v", raw, u, err)
		}
	}
	if !sameOrigin(&url.URL{Scheme: "https", Host: "H:443"}, &url.URL{Scheme: "https", Host: "h"}) {
		t.Error("the default port is another origin")
	}
}
