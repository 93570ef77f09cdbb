package soak

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"runtime/pprof"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/go-plugin"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/provider"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	fakecore "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/core"
	fakev1 "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/v1"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/serve"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfrun"
)

// version is an API version, with the handler of the fake server and the lines of
// the provider block that select it.
type version struct {
	name, lines string
	handler     func(*psfake.Server) http.Handler
}

var (
	core = version{name: "core", lines: `api_version = "core"`, handler: fakecore.New}
	v1   = version{name: "v1", lines: `api_version = "v1"`, handler: fakev1.New}
)

// commandTimeout ends a CLI that hangs. Commands usually take much less.
const commandTimeout = 8 * time.Minute

// site is a fake server, a provider that runs in this process, and a folder in
// which the CLI uses them. Because the provider does not run in a separate process,
// the tests can check that it leaves no goroutines.
type site struct {
	*psfake.Server
	label    string // of every goroutine of the provider
	provider string // the provider block
	tf       *tfrun.Workspace
	stop     func() // stops the provider and the fake server; can be called again
}

// openSite opens a site. The site is closed by stop, or when the test ends.
func openSite(t testing.TB, v version, w *psfake.Server, providerLines ...string) *site {
	t.Helper()
	service := httptest.NewServer(v.handler(w))
	s := &site{Server: w, tf: acctest.OpenFolder(t, "", tfrun.Inherited()...)}
	s.label = filepath.Base(filepath.Dir(s.tf.Dir)) + "/" + filepath.Base(s.tf.Dir)
	reattach, stop := attach(t, s.label)
	s.tf.Setenv("TF_REATTACH_PROVIDERS=" + reattach)
	s.stop = func() {
		stop()
		service.Close() // also closes the provider's idle connections
	}
	t.Cleanup(s.stop)

	lines := append([]string{
		fmt.Sprintf("api_key = %q", acctest.Key), fmt.Sprintf("endpoint = %q", service.URL), `region = "ny2"`, v.lines,
		`request_timeout = "10s"`, // less than every timeout of a trouble, or no create would be sent
	}, providerLines...)
	s.provider = "provider \"paperspace\" {\n  " + strings.Join(lines, "\n  ") + "\n}\n"
	return s
}

// configure writes the configuration: the provider block and hcl.
func (s *site) configure(t testing.TB, hcl string) {
	t.Helper()
	if err := s.tf.Write("main.tf", s.provider+hcl); err != nil {
		t.Fatal(err)
	}
}

// run runs the CLI and returns what it reported in JSON.
func (s *site) run(args ...string) report {
	ctx, cancel := context.WithTimeout(context.Background(), commandTimeout)
	defer cancel()
	got, err := s.tf.Run(ctx, append(args, "-json")...)
	r := readReport([]byte(got.Text))
	r.took = got.Took
	if r.code = got.State.ExitCode(); r.code < 0 {
		r.broken = append(r.broken, fmt.Sprintf("%v: %v", args, err))
	}
	return r
}

// attach serves the provider, with a label on all its goroutines. It returns the
// value of TF_REATTACH_PROVIDERS with which the CLI connects, and a function that
// stops the provider and can be called again.
func attach(t testing.TB, label string) (reattach string, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	configs, closed := make(chan *plugin.ReattachConfig), make(chan struct{})
	pprof.Do(ctx, acctest.Label(label), func(ctx context.Context) {
		go func() {
			server := func() tfprotov6.ProviderServer {
				return serve.NewServer(provider.New("test")())
			}
			if err := tf6server.Serve(serve.Address, server, tf6server.WithDebug(ctx, configs, closed), tf6server.WithoutLogStderrOverride()); err != nil {
				t.Errorf("serve: %v", err)
			}
		}()
	})
	c := <-configs
	type address struct{ Network, String string }
	at := map[string]any{
		"Protocol": string(c.Protocol), "ProtocolVersion": c.ProtocolVersion, "Pid": c.Pid,
		"Test": true, // the CLI must not end this process
		"Addr": address{c.Addr.Network(), c.Addr.String()},
	}
	value, err := json.Marshal(map[string]any{
		"registry.terraform.io/hashicorp/paperspace": at, "registry.opentofu.org/hashicorp/paperspace": at,
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(value), func() {
		cancel()
		<-closed
	}
}
