package transport

import (
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// GODEBUG=http2debug=1 or 2 makes Go itself print every header, including the key, which a
// provider cannot prevent. If this test fails, the warning in SECURITY.md might be obsolete.
func TestGODEBUGPrintsTheKey(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		t.Skip("SSL_CERT_FILE has no effect here")
	}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte("{}"))
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	roots := filepath.Join(t.TempDir(), "roots.pem")
	if err := os.WriteFile(roots, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for debug, prints := range map[string]bool{"": false, "http2debug=1": true, "http2debug=2": true} {
		child := exec.CommandContext(t.Context(), self)
		child.Env = append(withoutProxy(os.Environ()), probeAddress+"="+server.URL, probeAlways+"=1", "SSL_CERT_FILE="+roots, "GODEBUG="+debug)
		out, err := child.CombinedOutput()
		if err != nil || !strings.Contains(string(out), "ok\n") {
			t.Fatalf("%v: %s", err, out)
		}
		if shown := strings.Contains(string(out), testKey); shown != prints {
			t.Errorf("GODEBUG=%s: the key is printed: %t, want %t", debug, shown, prints)
		}
	}
}
