// Package serve runs the provider as a plugin, with four things around the
// framework that users feel: no memory is kept for calls that are over, no log
// lines are written when logging is off, an unchanged machine is responded to
// without the framework, and the process ends when its CLI does, no sooner and
// no later.
package serve

import (
	"cmp"
	"context"
	"os"
	"runtime/debug"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

// Address is where people find the provider; OpenTofu maps the host itself.
const Address = "registry.terraform.io/paperspace-community/paperspace"

// memory is from where on the garbage collector works as usual. Below it, it
// can wait for four times as much garbage: plans are short and mostly garbage.
const memory = 80 << 20

// Serve serves the CLI until it goes away. With managed debugging it prints
// what the CLI needs to attach, and everything is logged as asked for.
func Serve(p func() provider.Provider, managedDebug bool) error {
	var options []tf6server.ServeOpt
	if managedDebug {
		options = append(options, tf6server.WithManagedDebug())
	} else {
		quiet(os.LookupEnv, os.Setenv)
		tuneCollector(os.LookupEnv)
		endWithCLI()
	}
	return tf6server.Serve(Address, func() tfprotov6.ProviderServer { return NewServer(p()) }, options...)
}

// quiet sets the log levels of the provider to what the CLI will show. Without
// it the framework formats a line for every step of every attribute, 146,000
// in a plan of 1,000 machines, and the CLI throws them away. Whatever the user
// has set wins.
func quiet(lookup func(string) (string, bool), set func(string, string) error) {
	get := func(name string) string { v, _ := lookup(name); return v }
	level := cmp.Or(get("TF_LOG_PROVIDER"), get("TF_LOG"), "off")
	names := []string{"TF_LOG_PROVIDER_PAPERSPACE"}
	// The SDK variable stands for the three below it.
	if _, chosen := lookup("TF_LOG_SDK"); !chosen {
		names = append(names, "TF_LOG_SDK", "TF_LOG_SDK_PROTO", "TF_LOG_SDK_FRAMEWORK")
	}
	for _, name := range names {
		if _, chosen := lookup(name); !chosen {
			_ = set(name, level) // a level that cannot be set costs time only
		}
	}
}

// tuneCollector trades memory for time, within bounds, unless the user has
// decided about either.
func tuneCollector(lookup func(string) (string, bool)) {
	if _, chosen := lookup("GOGC"); !chosen {
		debug.SetGCPercent(400)
	}
	if _, chosen := lookup("GOMEMLIMIT"); !chosen {
		debug.SetMemoryLimit(memory)
	}
}

// full is everything the framework's server offers. The plugin server requests
// the two optional parts by type; a wrapper that lacks them would make actions
// and queries vanish without a word.
type full interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
}

// wrap puts the context wrapper around the framework's server.
func wrap(next tfprotov6.ProviderServer) tfprotov6.ProviderServer {
	if all, ok := next.(full); ok {
		return server{full: all, stops: &stops{}}
	}
	return next
}

// server passes every call on with its own context, see [thin], unless it
// can serve it, see [Steady].
type server struct {
	full
	steady *steady
	stops  *stops
}

// call runs one call of the framework as its own operation, with a context
// that is dropped after it.
func call[Q, R any](ctx context.Context, do func(context.Context, Q) (R, error), q Q) (R, error) {
	ctx, operation, end := transport.Begin(ctx)
	defer end()
	t := thin(ctx)
	defer t.drop()            //nolint:contextcheck // t is ctx, for as long as the call lasts
	response, err := do(t, q) //nolint:contextcheck // the same
	hideSecrets(operation, response)
	return response, err
}
