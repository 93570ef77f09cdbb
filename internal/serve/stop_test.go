package serve

import (
	"context"
	"testing"

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
