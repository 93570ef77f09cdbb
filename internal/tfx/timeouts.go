package tfx

import (
	"context"
	"fmt"
	"time"

	actiontimeouts "github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	datatimeouts "github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	actionschema "github.com/hashicorp/terraform-plugin-framework/action/schema"
	dataschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/timing"
)

// Timeout returns the time limit of an operation: the configured one, but at least that
// of one request. A timeout in the state that is too short would otherwise fail every
// read, and with it the plan that changes the timeout, and the destroy.
func Timeout(configured time.Duration, c *ops.Client) time.Duration {
	return max(configured, c.RequestTimeout)
}

// The time limits of reads that have no timeout in the configuration. They prevent a
// pause that Paperspace requires, or an endless list, from blocking a plan forever.
const (
	checkTimeout = time.Minute     // the checks of one planned change
	findTimeout  = 5 * time.Minute // one data source, or one list of a query
)

// The default time limits of operations on an object.
const (
	CreateTimeout = 30 * time.Minute
	ReadTimeout   = 2 * time.Minute
	UpdateTimeout = 30 * time.Minute
	DeleteTimeout = 15 * time.Minute

	briefTimeout = 10 * time.Minute // for the creates and changes of a kind without a timeouts block
)

// Within returns the context of an operation. limit is the method of a timeouts block
// that returns the timeout of the operation, or standard if the block does not set it.
func Within(ctx context.Context, c *ops.Client, limit func(context.Context, time.Duration) (time.Duration, diag.Diagnostics),
	standard time.Duration, diags *diag.Diagnostics,
) (context.Context, context.CancelFunc) {
	timeout, ds := limit(ctx, standard)
	diags.Append(ds...)
	return timing.WithTimeout(ctx, Timeout(timeout, c))
}

// TimeoutText describes an argument of a timeouts block.
func TimeoutText(what string, standard time.Duration) string {
	return "The time limit to " + what + ", as a Go duration such as `45m`. Defaults to `" + paperspace.Short(standard) + "`."
}

// ForChecks returns the context for the lookups that check a planned change.
func ForChecks(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, checkTimeout)
}

// ForRead returns the context for a read without its own timeout.
func ForRead(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, findTimeout)
}

// ResourceTimeouts returns the timeouts block of a resource.
func ResourceTimeouts(ctx context.Context, o timeouts.Opts) schema.Block {
	block, _ := timeouts.Block(ctx, o).(schema.SingleNestedBlock)
	validate(block.Attributes, func(a schema.StringAttribute) schema.Attribute { a.Validators = aboveZero; return a })
	return block
}

// DataSourceTimeouts returns the timeouts block of a data source.
func DataSourceTimeouts(ctx context.Context, o datatimeouts.Opts) dataschema.Block {
	block, _ := datatimeouts.BlockWithOpts(ctx, o).(dataschema.SingleNestedBlock)
	validate(block.Attributes, func(a dataschema.StringAttribute) dataschema.Attribute { a.Validators = aboveZero; return a })
	return block
}

// ActionTimeouts returns the timeouts block of an action.
func ActionTimeouts(ctx context.Context, o actiontimeouts.Opts) actionschema.Block {
	block, _ := actiontimeouts.BlockWithOpts(ctx, o).(actionschema.SingleNestedBlock)
	validate(block.Attributes, func(a actionschema.StringAttribute) actionschema.Attribute { a.Validators = aboveZero; return a })
	return block
}

// validate applies change, which adds a validator, to the arguments of a block.
func validate[A, Text any](attributes map[string]A, change func(Text) A) {
	for name, a := range attributes {
		if text, ok := any(a).(Text); ok {
			attributes[name] = change(text)
		}
	}
}

var aboveZero = []validator.String{timeout{}}

// timeout rejects a text that can never be a timeout. It accepts a short timeout, because
// an error would block every destroy.
type timeout struct{}

// Description implements validator.String.
func (timeout) Description(context.Context) string { return "must be a Go duration above zero" }

// MarkdownDescription implements validator.String.
func (v timeout) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements validator.String.
func (timeout) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if !Known(req.ConfigValue) {
		return
	}
	text := req.ConfigValue.ValueString()
	what := ""
	switch d, err := time.ParseDuration(text); {
	case err != nil:
		what = "is not a duration"
	case d <= 0:
		what = "is not above zero, so the operation would end before it begins"
	default:
		return
	}
	resp.Diagnostics.AddAttributeError(req.Path, "Invalid timeout",
		fmt.Sprintf("The value %q %s. Set a Go duration such as 90s, 45m, or 1h30m.", text, what))
}
