// Package tfx holds what the kinds share on the Terraform side: the resource and the data
// sources that are generic over the kind, the configured client, errors as diagnostics,
// attributes and their validators, values that mean the same in two spellings, and helpers
// for null and unknown.
package tfx

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
)

// Configured is what the provider's Configure passes to every resource and data source.
type Configured struct {
	// Client is nil while a setting that it needs is unknown, which happens only in a
	// plan that creates the source of the setting.
	Client *ops.Client
	// Unknown contains the names of the unknown settings.
	Unknown []string
	// RegionUnknown is true when the region for new objects is not known yet.
	RegionUnknown bool
}

// From returns the provider data of a Configure request. Before the provider is
// configured, there is none, and From returns nil without an error.
func From(data any, diags *diag.Diagnostics) *Configured {
	if data == nil {
		return nil
	}
	c, ok := data.(*Configured)
	if !ok {
		diags.AddError("Provider misconfigured", fmt.Sprintf("Expected *tfx.Configured, got %T. This is a bug in the provider. Report it at https://github.com/paperspace-community/terraform-provider-paperspace/issues.", data))
	}
	return c
}

// Why returns the reason for a missing client, as a sentence.
func (c *Configured) Why() string {
	return strings.ToUpper(c.why()[:1]) + c.why()[1:]
}

func (c *Configured) why() string {
	switch n := len(c.Unknown); n {
	case 0:
		return "the provider has no client."
	case 1:
		return "the provider setting " + c.Unknown[0] + " depends on a value that is not known until apply."
	default:
		return fmt.Sprintf("the provider settings %s and %s depend on a value that is not known until apply.",
			strings.Join(c.Unknown[:n-1], ", "), c.Unknown[n-1])
	}
}

// Ready returns the client, or adds an error for an operation that needs it.
func (c *Configured) Ready(what string, diags *diag.Diagnostics) (*ops.Client, bool) {
	switch {
	case c == nil:
		diags.Append(blocking{diag.NewErrorDiagnostic("Provider not configured",
			"The provider was asked to "+what+" before it was configured. This is a bug in Terraform or in the provider.")})
		return nil, false
	case c.Client == nil:
		diags.Append(blocking{diag.NewErrorDiagnostic("Provider configuration not known yet",
			fmt.Sprintf("Cannot %s: %s Apply that first, for instance with -target, or set a value that is known while planning.", what, c.why()))})
		return nil, false
	}
	return c.Client, true
}

// DefaultRegion returns the region of a new object whose configuration sets none. It is
// always the full name: the environment might contain "ny2" during the plan and the full
// name during the apply, and the two plans must not differ. It returns false if the
// planned value remains, and also if there is no default, which is an error. The client
// must not be nil.
func (c *Configured) DefaultRegion(noun string, configured Region, diags *diag.Diagnostics) (Region, bool) {
	switch {
	case !configured.IsNull() || c.RegionUnknown:
		return Region{}, false
	case c.Client.Region == "":
		diags.AddAttributeError(path.Root("region"), "Missing region",
			"A "+noun+" needs a region: set region here, or in the provider block, or in the environment variable PAPERSPACE_REGION. "+
				"The regions are "+strings.Join(paperspace.RegionNames(), ", ")+".")
		return Region{}, false
	}
	name, _ := paperspace.RegionName(c.Client.Region)
	return NewSpelled[Regions](name), true
}
