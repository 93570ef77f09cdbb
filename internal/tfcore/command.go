package tfcore

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// ErrUnsupported means that a command, a configuration, or a state needs a CLI.
var ErrUnsupported = errors.New("not supported by tfcore")

// ErrChanges is the error of a plan with -detailed-exitcode that has changes.
var ErrChanges = errors.New("exit status 2")

// Run runs a command line of a CLI, and returns the parts of its output that tests check:
// warnings, errors, changes, and counts. If the error is [ErrUnsupported], nothing was
// done.
func (c *Core) Run(ctx context.Context, config string, args ...string) (string, error) {
	o, flags, err := options(args)
	if err != nil {
		return "", err
	}
	if _, err := c.serve(ctx); err != nil {
		return "", err
	}
	if _, err := parse(config, c.schemas); err != nil {
		return "", fmt.Errorf("%w: %w", ErrUnsupported, err)
	}
	said, err := c.command(ctx, config, args, o, flags)
	said += c.takeWarnings()
	if err != nil {
		said += err.Error() + "\n"
	}
	return said, err
}

// options parses the options of a command line, and rejects those that need a CLI.
func options(args []string) (o Options, flags map[string]bool, err error) {
	o.Destroy, flags = args[0] == "destroy", map[string]bool{}
	switch args[0] {
	case "plan", "apply", "destroy":
	case "import", "state":
		if len(args) != 3 || args[0] == "state" && args[1] != "rm" {
			return o, nil, ErrUnsupported
		}
		return o, flags, nil
	case "taint":
		return o, flags, nil
	default:
		return o, nil, ErrUnsupported
	}
	for _, a := range args[1:] {
		replace, found := strings.CutPrefix(a, "-replace=")
		switch {
		case found && o.Replace == "":
			o.Replace = replace
		case a == "-destroy":
			o.Destroy = true
		case a == "-refresh=false":
			o.NoRefresh = true
		case a == "-refresh=true":
		case a == "-refresh-only" && args[0] == "apply":
			o.RefreshOnly = true
		case a == "-auto-approve" && args[0] != "plan", a == "-detailed-exitcode" && args[0] == "plan":
			flags[a] = true
		default:
			return o, nil, ErrUnsupported
		}
	}
	if args[0] != "plan" && !flags["-auto-approve"] {
		return o, nil, ErrUnsupported
	}
	return o, flags, nil
}

func (c *Core) command(ctx context.Context, config string, args []string, o Options, flags map[string]bool) (string, error) {
	last := args[len(args)-1]
	switch args[0] {
	case "import":
		return "", c.Import(ctx, config, args[1], last)
	case "taint", "state":
		held := c.state.objects[last]
		if held == nil {
			return "", fmt.Errorf("Error: there is no %s in the state", last) //nolint:staticcheck,err113 // in the words of a CLI
		}
		held.tainted = true
		if args[0] == "state" {
			delete(c.state.objects, last)
		}
		return "", nil
	}
	if o.RefreshOnly {
		return "", c.Refresh(ctx, config)
	}
	p, err := c.Plan(ctx, config, o)
	if err != nil {
		return "", err
	}
	said := p.String() + p.summary()
	if args[0] == "plan" {
		if flags["-detailed-exitcode"] && !p.Empty() {
			err = ErrChanges
		}
		return said, err
	}
	done, err := c.apply(ctx, p)
	switch {
	case err != nil:
	case o.Destroy:
		said += fmt.Sprintf("Destroy complete! Resources: %d destroyed.\n", done.destroyed)
	default:
		said += fmt.Sprintf("Apply complete! Resources: %d added, %d changed, %d destroyed.\n", done.added, done.changed, done.destroyed)
		for _, name := range slices.Sorted(maps.Keys(c.state.outputs)) {
			said += fmt.Sprintf("%s = %v\n", name, plain(c.state.outputs[name]))
		}
	}
	return said, err
}

// summary returns the last line of a plan.
func (p *Plan) summary() string {
	if p.Empty() {
		return "No changes.\n"
	}
	var n counts
	for _, ch := range p.changes {
		switch ch.action {
		case create:
			n.added++
		case update:
			n.changed++
		case destroy:
			n.destroyed++
		case replace:
			n.added++
			n.destroyed++
		case noop, read:
		}
	}
	if n == (counts{}) { // only outputs
		return ""
	}
	return fmt.Sprintf("Plan: %d to add, %d to change, %d to destroy.\n", n.added, n.changed, n.destroyed)
}
