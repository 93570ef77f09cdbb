package transport

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// trusting returns the round tripper of the provider with srv's certificate as its only root.
func trusting(t *testing.T, srv *httptest.Server) *http.Transport {
	t.Helper()
	rt, ok := DefaultRoundTripper().(*http.Transport)
	if !ok {
		t.Fatalf("%T", DefaultRoundTripper())
	}
	rt.TLSClientConfig.RootCAs = x509.NewCertPool()
	rt.TLSClientConfig.RootCAs.AddCert(srv.Certificate())
	return rt
}

// The client does not send the key over an outdated TLS version, and the error gives the reason.
func TestOldTLSIsRejected(t *testing.T) {
	t.Parallel()
	for version, served := range map[uint16]bool{tls.VersionTLS10: false, tls.VersionTLS11: false, tls.VersionTLS12: true, tls.VersionTLS13: true} {
		t.Run(tls.VersionName(version), func(t *testing.T) {
			t.Parallel()
			srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				_, _ = io.WriteString(w, `{"id": "ps1"}`)
			}))
			srv.Config.ErrorLog = quiet()
			srv.TLS = &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: version}
			srv.StartTLS()
			defer srv.Close()

			for _, r := range []Request{show(), create()} {
				var w watched
				c := socketClient(t, srv.URL, trusting(t, srv))
				c.observe = w.observe
				err := c.Do(t.Context(), r, new(any))
				if served {
					if err != nil {
						t.Error(err)
					}
					continue
				}
				var e *paperspace.Error
				if !errors.As(err, &e) {
					t.Fatalf("the key went out: %v", err)
				}
				if e.Effect || len(w.all) != 1 || !strings.Contains(err.Error(), "protocol version") || !slices.Contains(e.Reasons, paperspace.Reason(paperspace.HandshakeFailed{})) {
					t.Errorf("after %d attempts: %v; %#v", len(w.all), err, e.Reasons)
				}
			}
		})
	}
}
