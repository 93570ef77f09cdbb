package serve

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// A call that arrives just after a stop must not create a machine that no run waits for.
func TestStopEndsCallsThatBeginAfterIt(t *testing.T) {
	w := wrapped()
	s, ok := w.(server)
	if !ok {
		t.Fatalf("%T", w)
	}
	before, release := s.stops.bind(t.Context())
	defer release()
	if before.Err() != nil {
		t.Error("ended before a stop")
	}
	if _, err := w.StopProvider(t.Context(), &tfprotov6.StopProviderRequest{}); err != nil {
		t.Fatal(err)
	}
	after, release := s.stops.bind(t.Context())
	defer release()
	for _, ctx := range []context.Context{before, after} {
		if ctx.Err() == nil {
			t.Error("a stop did not end it")
		}
	}
	schemas, err := w.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	config, err := tfprotov6.NewDynamicValue(schemas.Provider.ValueType(), tftypes.NewValue(schemas.Provider.ValueType(), nil))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: &config}); err != nil {
		t.Fatal(err)
	}
	again, release := s.stops.bind(t.Context())
	if again.Err() != nil {
		t.Error("the next run is stopped, too")
	}
	if release(); again.Err() == nil || len(s.stops.running) > 1 {
		t.Errorf("released: %v, %d running", again.Err(), len(s.stops.running))
	}
}

// A stop ends the calls that bypass the framework as it ends the framework's. Otherwise a
// plan that waits for a server that does not respond would go on until its timeout.
func TestStopEndsCallsThatBypassTheFramework(t *testing.T) {
	p := newPair(t)
	state := p.state()
	for name, call := range map[string]func(s tfprotov6.ProviderServer) []*tfprotov6.Diagnostic{
		"the read of an unchanged machine": func(s tfprotov6.ProviderServer) []*tfprotov6.Diagnostic {
			resp, err := s.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: machineType, CurrentState: p.encode(state), Private: stored("settled")})
			p.check(err, nil)
			return resp.Diagnostics
		},
		"the plan of a create": func(s tfprotov6.ProviderServer) []*tfprotov6.Diagnostic {
			q := p.order(p.ordered())
			q.TypeName = machineType
			resp, err := s.PlanResourceChange(t.Context(), q)
			p.check(err, nil)
			return resp.Diagnostics
		},
	} {
		t.Run(name, func(t *testing.T) {
			p.t = t
			framework, ours := p.stopDuring(p.plain, call), p.stopDuring(p.quick, call)
			if diff := cmp.Diff(framework, ours); diff != "" || len(ours) == 0 {
				t.Errorf("the framework (-) and the shortcut (+) respond differently:\n%s", diff)
			}
		})
	}
}

// stopDuring stops a server while a call waits for a response of Paperspace, and returns the
// diagnostics of the call.
func (p *pair) stopDuring(s tfprotov6.ProviderServer, call func(tfprotov6.ProviderServer) []*tfprotov6.Diagnostic) []string {
	p.t.Helper()
	requested, over := make(chan bool, 100), make(chan bool)
	silent := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		requested <- true
		<-over
	}))
	defer silent.Close()
	defer close(over) // a list for all callers does not end with the call
	settings, err := p.settings.Unmarshal(p.provider)
	p.check(err, nil)
	p.settings = p.encode(with(settings, "endpoint", tftypes.NewValue(tftypes.String, silent.URL)))
	p.connect()
	ended := make(chan []string)
	go func() { ended <- said(call(s)) }()
	<-requested
	_, err = s.StopProvider(p.t.Context(), &tfprotov6.StopProviderRequest{})
	p.check(err, nil)
	return <-ended
}
