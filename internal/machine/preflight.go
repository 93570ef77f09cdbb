package machine

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// capacityLife is how long the checks of a plan reuse a response about capacity, so
// that a plan sends one request for each type and region.
const capacityLife = 5 * time.Minute

// A preflight checks what can be known before a machine is created or changed. It reports
// an error only if the create is certain to fail, and only if the error cannot block a
// destroy; see [preflight.problem].
type preflight struct {
	client   *ops.Client
	plan     *model
	config   *model
	replaced string // the ID of the machine that is to be replaced or changed, "" for a new one

	diags     diag.Diagnostics
	unchecked tfx.Unchecked
}

// checkBeforeCreate runs the preflight for a new machine. replaced is the ID of the machine
// that it replaces, or "".
func checkBeforeCreate(ctx context.Context, c *ops.Client, plan, config *model, replaced string) diag.Diagnostics {
	if !c.Preflight {
		return nil
	}
	ctx, cancel := tfx.ForChecks(ctx)
	defer cancel()
	p := &preflight{client: c, plan: plan, config: config, replaced: replaced}
	checkName := p.beginCheckName(ctx) // in the background, so that machines and templates are listed in parallel
	if p.checkTemplate(ctx) {
		p.checkCapacity(ctx)
	}
	p.checkFigures(&model{})
	p.checkNetwork(ctx)
	p.checkAddresses(ctx)
	checkName()
	p.unchecked.Report("Could not check new machines", c, &p.diags)
	return p.diags
}

func (p *preflight) warn(argument, summary, detail string) {
	p.diags.AddAttributeWarning(path.Root(argument), summary, detail)
}

// problem reports an error, or a warning if this configuration manages a machine with that
// name: an error in a plan would block terraform destroy of the whole configuration.
func (p *preflight) problem(argument, summary, detail string) {
	if p.replaced != "" || p.client.KnowsName(p.plan.Name.ValueString()) {
		p.warn(argument, summary, detail+" This is a warning and not an error, because an error would block the destruction of the existing machine with this name. Creating a new machine fails.")
		return
	}
	p.diags.AddAttributeError(path.Root(argument), summary, detail)
}

// checkTemplate checks the template, and reports whether Paperspace offers the machine
// type, as far as templates show.
func (p *preflight) checkTemplate(ctx context.Context) bool {
	all, err := p.client.AllTemplates(ctx)
	id := p.plan.TemplateID
	if err != nil {
		if tfx.Known(id) {
			p.unchecked.Add(fmt.Sprintf("whether template %q exists and suits the machine", id.ValueString()), err)
		}
		return true
	}
	offered := !p.unknownType(all)
	if !tfx.Known(id) {
		return offered
	}
	for _, t := range all {
		if t.ID == id.ValueString() {
			if offered {
				p.checkType(t)
			}
			p.checkRegion("template_id", fmt.Sprintf("Template %s (%s)", t.ID, describe(t)), t.Region)
			p.checkReachable(t)
			return offered
		}
	}
	advice := "Look one up with the data source paperspace_template."
	for _, t := range all {
		if strings.EqualFold(t.Label, id.ValueString()) || strings.EqualFold(t.Name, id.ValueString()) {
			advice = fmt.Sprintf("This is the label of a template. Use its ID, template_id = %q, or look it up with the data source paperspace_template.", t.ID)
		}
	}
	p.problem("template_id", "Unknown template",
		fmt.Sprintf("Template %q does not exist, or the API key has no access to it: %s lists %d templates, and not this one. %s", id.ValueString(), p.client.Endpoint, len(all), advice))
	return offered
}

// unknownType reports whether no template lists the machine type, which it adds as a
// problem. If templates list no machine types at all, it returns false.
func (p *preflight) unknownType(all []paperspace.Template) bool {
	if !tfx.Known(p.plan.MachineType) {
		return false
	}
	machineType := p.plan.MachineType.ValueString()
	if offered, known := paperspace.Offers(all, machineType); offered || !known {
		return false
	}
	p.problem("machine_type", fmt.Sprintf("Unknown machine type %q", machineType),
		fmt.Sprintf("Paperspace does not offer the machine type %q: no template lists it. %s "+
			"To use a type that no template lists, set preflight_checks = false in the provider block.", machineType, typesIn(all)))
	return true
}

// typesIn returns a sentence with the machine types that templates list.
func typesIn(all []paperspace.Template) string {
	return fmt.Sprintf("The machine types in templates are: %s.", strings.Join(paperspace.MachineTypesOf(all), ", "))
}

func (p *preflight) checkType(t paperspace.Template) {
	fit, why := t.Suits(p.plan.MachineType.ValueString())
	switch {
	case p.plan.MachineType.IsUnknown() || fit == paperspace.Fits:
	case fit == paperspace.Unfit:
		p.problem("template_id", "Template does not suit the machine type",
			fmt.Sprintf("Template %s (%s) cannot be used for a machine of type %s: %s. Choose another template or another machine type.",
				t.ID, describe(t), p.plan.MachineType.ValueString(), why))
	default:
		p.warn("template_id", "Template might not suit the machine type",
			fmt.Sprintf("Template %s (%s) with machine type %s: %s. Paperspace accepts or rejects this combination when the machine is created.",
				t.ID, describe(t), p.plan.MachineType.ValueString(), why))
	}
}

// checkRegion checks that something that the machine uses is in the region of the
// machine. Public templates have no region.
func (p *preflight) checkRegion(argument, what, region string) {
	if region == "" || !tfx.Known(p.plan.Region) || paperspace.SameRegion(region, p.plan.Region.ValueString()) {
		return
	}
	theirs, _ := paperspace.RegionName(region)
	ours, _ := paperspace.RegionName(p.plan.Region.ValueString())
	p.problem(argument, "Different region from the machine",
		fmt.Sprintf("%s is in %s, and machine %q is to be created in %s. Choose one in the region of the machine, or change region.",
			what, theirs, p.plan.Name.ValueString(), ours))
}

// checkReachable warns of a machine without a desktop that only other machines in
// its network can reach. The Paperspace console does not offer that, but in a private
// network it is common.
func (p *preflight) checkReachable(t paperspace.Template) {
	if !paperspace.Headless(t.AgentType) || p.plan.AssignPublicIP.ValueBool() || p.plan.DynamicPublicIP.ValueBool() ||
		p.plan.AssignPublicIP.IsUnknown() || p.plan.DynamicPublicIP.IsUnknown() || !p.config.NetworkID.IsNull() {
		return
	}
	p.warn("dynamic_public_ip", fmt.Sprintf("Machine %q might not be reachable", p.plan.Name.ValueString()), unreachable(
		fmt.Sprintf("The operating system of template %s (%s)", t.ID, describe(t))))
}

func unreachable(what string) string {
	return what + " has no desktop, so the machine can be reached only by SSH, but the machine gets no public IP address. " +
		"Set dynamic_public_ip = true or assign_public_ip = true, assign a paperspace_public_ip to the machine (API v1 only), or set network_id to a private network from which you can reach it."
}

func (p *preflight) checkNetwork(ctx context.Context) {
	// If the configuration sets no network, the plan has that of the existing machine.
	if p.config.NetworkID.IsNull() || !tfx.Known(p.plan.NetworkID) || !tfx.Known(p.plan.Region) || p.client.Networks == nil {
		return
	}
	id := p.plan.NetworkID.ValueString()
	all, err := p.client.AllNetworks(ctx)
	if err != nil {
		p.unchecked.Add(networkQuestion(id), err)
		return
	}
	for _, n := range all {
		if n.ID == id {
			p.checkRegion("network_id", fmt.Sprintf("Network %q (%s)", n.Name, id), n.Region)
			return
		}
	}
	unless := "Unless it is the default network of the team, c" // which API v1 does not list
	if p.client.Traits.NetworksListed {
		unless = "C"
	}
	p.warn("network_id", fmt.Sprintf("Unknown network %q", id),
		fmt.Sprintf("The team has no network with the ID %q. %sreating machine %q fails. "+
			"The data source paperspace_networks lists the networks.", id, unless, p.plan.Name.ValueString()))
}

func networkQuestion(id string) string {
	return fmt.Sprintf("whether network %q exists and is in the region of the machine", id)
}

func describe(t paperspace.Template) string {
	var parts []string
	for _, s := range []string{t.Label, t.OS} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if len(parts) == 0 {
		return tfx.Line(t.Name)
	}
	return tfx.Line(strings.Join(parts, ", "))
}
