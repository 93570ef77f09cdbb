// Package serve runs the provider as a plugin. It improves on the framework: it keeps no
// memory for calls that are over, it writes no log lines when logging is off, it responds
// for unchanged machines and creates new ones without the framework, it cancels changes that
// begin after a stop, it hides secrets in diagnostics, and it ends when its CLI does.
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

// Address is the address of the provider in the registry. OpenTofu maps the host itself.
const Address = "registry.terraform.io/paperspace-community/paperspace"

// memory is the soft memory limit in bytes. Below it, the garbage collector can wait for
// four times as much garbage as by default, because plans are short and produce mostly
// garbage.
const memory = 80 << 20

// Serve serves the CLI until the CLI ends. With managedDebug, it prints what the CLI needs
// to attach, and leaves log levels, garbage collection, and the end of the process alone.
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

// quiet sets the log levels of the provider to what the CLI will show. Without it, the
// framework formats a line for every step of every attribute, 146,000 in a plan of 1,000
// machines, and the CLI discards them. Variables that the user has set take precedence.
func quiet(lookup func(string) (string, bool), set func(string, string) error) {
	get := func(name string) string { v, _ := lookup(name); return v }
	level := cmp.Or(get("TF_LOG_PROVIDER"), get("TF_LOG"), "off")
	names := []string{"TF_LOG_PROVIDER_PAPERSPACE"}
	// TF_LOG_SDK is also the default of the other two SDK variables.
	if _, chosen := lookup("TF_LOG_SDK"); !chosen {
		names = append(names, "TF_LOG_SDK", "TF_LOG_SDK_PROTO", "TF_LOG_SDK_FRAMEWORK")
	}
	for _, name := range names {
		if _, chosen := lookup(name); !chosen {
			_ = set(name, level) // if a level cannot be set, that only costs time
		}
	}
}

// tuneCollector trades memory for speed, up to a limit. It leaves settings of the user
// alone.
func tuneCollector(lookup func(string) (string, bool)) {
	if _, chosen := lookup("GOGC"); !chosen {
		debug.SetGCPercent(400)
	}
	if _, chosen := lookup("GOMEMLIMIT"); !chosen {
		debug.SetMemoryLimit(memory)
	}
}

// full is everything that the framework's server implements. The plugin server checks for
// the two optional parts by type, so a wrapper that lacked them would disable actions and
// queries silently.
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

// server passes every call to the framework with its own context, see [thin], unless it can
// respond itself, see [Steady].
type server struct {
	full
	steady *steady
	stops  *stops
}

// call runs one call of the framework as its own operation, with a context that is dropped
// when the call ends.
func call[Q, R any](ctx context.Context, do func(context.Context, Q) (R, error), q Q) (R, error) {
	ctx, operation, end := transport.Begin(ctx)
	defer end()
	t := thin(ctx)
	defer t.drop()            //nolint:contextcheck // t is ctx, for as long as the call lasts
	response, err := do(t, q) //nolint:contextcheck // the same
	hideSecrets(operation, response)
	return response, err
}
