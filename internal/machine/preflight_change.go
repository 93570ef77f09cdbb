package machine

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// preflightChange checks a change in place:
//
//   - another machine type: whether Paperspace offers it and can change the current type
//     to it, whether the template suits it, and whether it is available
//   - another network: whether the machine can move there
//   - a static IP address: whether the account has unused addresses
//
// It only warns, because Terraform also plans before it destroys. The apply checks new
// hardware again before it stops the machine; see [ops.Client.Change].
func preflightChange(ctx context.Context, c *ops.Client, u paperspace.MachineUpdate, plan, state *model) diag.Diagnostics {
	if c == nil || !c.Preflight {
		return nil
	}
	ctx, cancel := tfx.ForChecks(ctx)
	defer cancel()
	p := &preflight{client: c, plan: plan, replaced: state.ID.ValueString()}
	p.checkFigures(state)
	if u.NetworkID != nil {
		p.checkMove(ctx, *u.NetworkID, state)
	}
	if !state.AssignPublicIP.ValueBool() {
		p.checkAddresses(ctx)
	}
	if u.MachineType != nil {
		change := typeChange{preflight: p, name: state.Name.ValueString(), id: state.ID.ValueString(), from: state.MachineType.ValueString(), to: *u.MachineType}
		// Nothing else is known of an unknown type.
		if known := change.checkTemplates(ctx, state.TemplateID.ValueString()); known {
			change.checkGroup()
			change.checkCapacity(ctx, state)
		}
	}
	p.unchecked.Report("Could not check changed machines", c, &p.diags)
	return p.diags
}

// checkMove warns of a move to a network that is unknown or in another region.
func (p *preflight) checkMove(ctx context.Context, networkID string, state *model) {
	all, err := p.client.AllNetworks(ctx)
	if err != nil {
		p.unchecked.Add(networkQuestion(networkID), err)
		return
	}
	warn := func(detail string) {
		p.warn("network_id", fmt.Sprintf("Machine %q cannot move to that network", state.Name.ValueString()), detail)
	}
	if !slices.ContainsFunc(all, func(n paperspace.Network) bool { return n.ID == networkID }) {
		warn(fmt.Sprintf("The team has no private network with the ID %q, and a machine can move to a private network only. The apply will fail. "+
			"The data source paperspace_networks lists the private networks.", networkID))
	}
	for _, n := range all {
		if n.ID == networkID && tfx.Known(state.Region) && !paperspace.SameRegion(n.Region, state.Region.ValueString()) {
			warn(fmt.Sprintf("Network %q (%s) is in %s, and machine %q (%s) is in %s. The apply will fail. Choose a network in the region of the machine.",
				n.Name, n.ID, n.Region, state.Name.ValueString(), state.ID.ValueString(), state.Region.ValueString()))
		}
	}
}

// A typeChange is a change of a machine to another type.
type typeChange struct {
	*preflight
	name, id, from, to string
}

func (t typeChange) warnAboutType(summary, detail string) {
	t.preflight.warn("machine_type", summary, detail)
}

func (t typeChange) checkGroup() {
	fit, why := paperspace.SuitsType(t.from, t.to)
	outcome := "The apply will fail before it stops the machine."
	switch fit {
	case paperspace.Fits:
		return
	case paperspace.Doubtful:
		outcome = "If Paperspace rejects the change, the apply fails and starts the machine again."
	case paperspace.Unfit:
	}
	t.warnAboutType(fmt.Sprintf("Machine %q might not change to %s", t.name, t.to), why+". "+outcome+"\n\n"+sameGroup(t.from, t.to))
}

// sameGroup returns the advice for a machine that cannot change to a type in place.
func sameGroup(from, to string) string {
	return fmt.Sprintf("Choose a machine type of the same group as %s. To switch to %s, replace the machine, which deletes its disk:\n  terraform apply -replace='<address of the resource>'", from, to)
}

// checkTemplates checks the new type against the templates, because no other list
// contains machine types. It returns false if none of them lists the type.
func (t typeChange) checkTemplates(ctx context.Context, templateID string) bool {
	all, err := t.client.AllTemplates(ctx)
	if err != nil {
		t.unchecked.Add(fmt.Sprintf("whether Paperspace offers the machine type %q for machine %q", t.to, t.name), err)
		return true
	}
	if offered, known := paperspace.Offers(all, t.to); known && !offered {
		t.warnAboutType(fmt.Sprintf("Unknown machine type for %q", t.name),
			fmt.Sprintf("No template lists the machine type %q, so Paperspace might not offer it. If Paperspace rejects the change, the apply fails and starts the machine again.\n\n"+
				"Check the spelling of machine_type. %s", t.to, typesIn(all)))
		return false
	}
	for _, template := range all {
		if fit, why := template.Suits(t.to); template.ID == templateID && fit != paperspace.Fits {
			t.warnAboutType(fmt.Sprintf("Template of machine %q might not suit %s", t.name, t.to),
				fmt.Sprintf("Machine %q (%s) was created from template %s (%s). Paperspace might reject the change to %s: %s.",
					t.name, t.id, templateID, describe(template), t.to, why))
		}
	}
	return true
}

func (t typeChange) checkCapacity(ctx context.Context, state *model) {
	region, none, err := lacksCapacity(ctx, t.client, state.Region, t.to)
	switch {
	case err != nil:
		t.unchecked.Add(capacityQuestion(region, t.to), err)
	case !none:
	case t.plan.WaitForCapacity.ValueBool():
		t.warnAboutType(fmt.Sprintf("No capacity for machine %q", t.name),
			fmt.Sprintf("Paperspace has no %s available in %s at the moment. Because wait_for_capacity is set, the apply waits for capacity until the update timeout, and only then stops machine %q (%s).",
				t.to, region, t.name, t.id))
	default:
		t.warnAboutType(fmt.Sprintf("No capacity for machine %q", t.name),
			fmt.Sprintf("Paperspace has no %s available in %s at the moment. If that does not change, the apply fails before it stops machine %q (%s).\n\n"+
				"Apply later, choose another machine type, or set wait_for_capacity = true.", t.to, region, t.name, t.id))
	}
}
