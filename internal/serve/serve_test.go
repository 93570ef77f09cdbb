package serve

import (
	"context"
	"maps"
	"runtime"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/provider"
)

func wrapped() tfprotov6.ProviderServer {
	return wrap(providerserver.NewProtocol6(provider.New("test")())())
}

// A wrapper that lacked the optional parts would disable them silently.
func TestListResourcesAndActionsSurviveTheWrapper(t *testing.T) {
	w := wrapped()
	if _, ok := w.(server); !ok {
		t.Fatalf("the framework's server is not wrapped: %T", w)
	}
	if _, ok := w.(tfprotov6.ListResourceServer); !ok {
		t.Error("list resources are lost")
	}
	if _, ok := w.(tfprotov6.ActionServer); !ok {
		t.Error("actions are lost")
	}
}

// The memory of a large plan is bounded: what the context of a call refers to must be freed
// after the call, although the framework keeps a context that is derived from it.
func TestContextOfACallIsNotKept(t *testing.T) {
	w := wrapped()
	freed := make(chan struct{}, 1)
	func() {
		heavy := new([1 << 20]byte)
		runtime.AddCleanup(heavy, func(c chan struct{}) { c <- struct{}{} }, freed)
		ctx := context.WithValue(context.Background(), key{}, heavy)
		_, err := w.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: "paperspace_nothing"})
		if err != nil {
			t.Fatal(err)
		}
	}()
	give := time.After(5 * time.Minute)
	for {
		runtime.GC()
		select {
		case <-freed:
			runtime.KeepAlive(w)
			return
		case <-give:
			t.Fatal("the context of a finished call is still referred to")
		default:
		}
	}
}

type key struct{}

func TestSlimContextDelegatesUntilDropped(t *testing.T) {
	in, cancel := context.WithTimeout(context.WithValue(t.Context(), key{}, "v"), time.Hour)
	defer cancel()
	s := thin(in)
	child, stop := context.WithCancel(s)
	defer stop()
	if _, ok := s.Deadline(); !ok || s.Value(key{}) != "v" || s.Err() != nil {
		t.Error("it does not delegate")
	}
	cancel()
	<-child.Done() // an interrupt reaches contexts that the framework derives
	s.drop()
	<-s.Done()
	if s.Err() == nil || s.Value(key{}) != nil {
		t.Error("it still holds the real one")
	}
}

// Variables that the user sets take precedence. Otherwise the levels are what the CLI will
// show.
func TestLogLevels(t *testing.T) {
	all := func(level string) map[string]string {
		return map[string]string{
			"TF_LOG_PROVIDER_PAPERSPACE": level, "TF_LOG_SDK": level, "TF_LOG_SDK_PROTO": level, "TF_LOG_SDK_FRAMEWORK": level,
		}
	}
	for name, c := range map[string]struct{ env, want map[string]string }{
		"nothing set":              {nil, all("off")},
		"TF_LOG":                   {map[string]string{"TF_LOG": "DEBUG"}, all("DEBUG")},
		"TF_LOG_PROVIDER wins":     {map[string]string{"TF_LOG": "DEBUG", "TF_LOG_PROVIDER": "TRACE"}, all("TRACE")},
		"TF_LOG_SDK is the user's": {map[string]string{"TF_LOG_SDK": "TRACE"}, map[string]string{"TF_LOG_PROVIDER_PAPERSPACE": "off"}},
		"our own is the user's":    {map[string]string{"TF_LOG_PROVIDER_PAPERSPACE": "INFO"}, without(all("off"), "TF_LOG_PROVIDER_PAPERSPACE")},
	} {
		t.Run(name, func(t *testing.T) {
			got := map[string]string{}
			quiet(func(n string) (string, bool) { v, ok := c.env[n]; return v, ok }, func(n, v string) error { got[n] = v; return nil })
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func without(m map[string]string, name string) map[string]string {
	maps.DeleteFunc(m, func(k, _ string) bool { return k == name })
	return m
}
