// Package publicip implements the resource paperspace_public_ip, a static public IP address, and
// the data source paperspace_public_ips.
package publicip

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

type managed = tfx.Managed[model, *model, paperspace.PublicIP, paperspace.PublicIPClaim]

// NewResource returns an unconfigured resource.
func NewResource() resource.Resource { return newManaged() }

func newManaged() *managed {
	return &managed{
		Imported:  tfx.Imported{Noun: "public IP address", Type: "public_ip", Example: "198.51.100.7", ListedOnly: true},
		Describe:  resourceSchema,
		Kind:      objects,
		Texts:     []string{"region", "machine_id"},
		Creation:  (*model).creation,
		Refresh:   (*model).refresh,
		Check:     check,
		Finish:    finish,
		FollowUps: []string{"machine_id"},
		Change:    change,
		Absent:    noAddress,
	}
}

func objects(c *ops.Client) *ops.Kind[paperspace.PublicIP, paperspace.PublicIPClaim] {
	return c.PublicIPs
}

// noAddress returns what an address might be that is not among those of the team.
func noAddress(_ context.Context, _ *ops.Client, id string) string {
	if _, err := netip.ParseAddr(id); err != nil {
		return ""
	}
	return fmt.Sprintf("%s is not among the static public IP addresses of the team: it was released, it belongs to another team, or it is the dynamic address of a machine, which cannot be managed. "+
		"To claim another address, remove the import.", id)
}

// finish assigns a new address to its machine.
func finish(ctx context.Context, c *ops.Client, m *model, a paperspace.PublicIP) (paperspace.PublicIP, *tfx.Notice, error) {
	if m.MachineID.IsNull() {
		return a, nil, nil
	}
	left, err := c.AssignPublicIP(ctx, a.Address, m.MachineID.ValueString())
	if err == nil {
		a.MachineID = m.MachineID.ValueString()
	}
	return a, leftNotice(m.MachineID.ValueString(), a.Address, left), err
}

// change moves an address, or takes it from its machine.
func change(ctx context.Context, c *ops.Client, plan, state *model) (*tfx.Notice, error) {
	if plan.MachineID.Equal(state.MachineID) {
		return nil, nil //nolint:nilnil // nothing to do, and nothing to say
	}
	address, from := state.Address.ValueString(), state.MachineID.ValueString()
	if from != "" {
		if err := c.UnassignPublicIP(ctx, address, from); err != nil {
			return nil, err
		}
		state.MachineID = types.StringNull()
	}
	if plan.MachineID.IsNull() {
		return nil, nil //nolint:nilnil // as above
	}
	left, err := c.AssignPublicIP(ctx, address, plan.MachineID.ValueString())
	if err != nil && from != "" {
		err = fmt.Errorf("no machine has the address now, because it was taken from machine %s first. The next apply assigns it: %w", from, err)
	}
	return leftNotice(plan.MachineID.ValueString(), address, left), err
}

// leftNotice returns a warning about the addresses that a machine lost when it got another one.
func leftNotice(machineID, address string, left []string) *tfx.Notice {
	if len(left) == 0 {
		return nil
	}
	return &tfx.Notice{
		Summary: fmt.Sprintf("Public IP address %s of machine %s stays billed", strings.Join(left, ", "), machineID),
		Detail: fmt.Sprintf("The machine had it before it got %s. Now no machine has it, and it is billed until it is released. "+
			"If another paperspace_public_ip manages it, there is nothing to do. Otherwise, import it as one to manage it, and destroy that to release it.", address),
	}
}

// check checks the machine that gets the address. It also warns about unused addresses.
func check(ctx context.Context, p *tfx.Planned[model]) {
	if p.State == nil {
		checkUnused(ctx, p)
	} else if p.Plan.MachineID.Equal(p.State.MachineID) {
		return
	}
	m, ok := p.Machine(ctx, p.Plan.MachineID, "whether machine %q is in the region of the address")
	if !ok {
		return
	}
	if tfx.Known(p.Plan.Region) && m.Region != "" && !paperspace.SameRegion(m.Region, p.Plan.Region.ValueString()) {
		theirs, _ := paperspace.RegionName(m.Region)
		ours, _ := paperspace.RegionName(p.Plan.Region.ValueString())
		p.Diagnostics.AddAttributeError(path.Root("machine_id"), "Different region from the machine",
			fmt.Sprintf("Machine %q (%s) is in %s, and the address is in %s. An address can be assigned only to a machine in its region.", m.Name, m.ID, theirs, ours))
		return
	}
	if m.DynamicPublicIP { // no source documents whether another address replaces it
		p.Diagnostics.AddAttributeWarning(path.Root("machine_id"), fmt.Sprintf("Machine %q has a dynamic public IP address", m.Name),
			"Paperspace might reject a second address, or replace the dynamic one, which dynamic_public_ip = true then takes back in the next apply. "+
				"Set dynamic_public_ip = false on the machine. If this apply does not assign the address, apply again.")
	}
	checkOther(ctx, p, m)
}

// checkUnused warns if a plan claims an address although the team has addresses that no machine
// uses. An address has no name, so nothing else shows one that a killed run has claimed.
func checkUnused(ctx context.Context, p *tfx.Planned[model]) {
	if !tfx.Known(p.Plan.Region) || !p.Checks() {
		return
	}
	region, _ := paperspace.RegionName(p.Plan.Region.ValueString())
	free, err := p.Client.UnusedAddresses(ctx, region)
	switch {
	case err != nil:
		p.Unchecked.Add("whether the team has public IP addresses that no machine uses", err)
	case len(free) > 0:
		p.Diagnostics.AddWarning("Unused public IP addresses in "+region,
			fmt.Sprintf("No machine uses these public IP addresses in %s, which are billed: %s. This plan claims another one.\n\n"+
				"A run that was killed might have claimed them, or a paperspace_public_ip might manage them. To use one instead, import it before you apply:\n"+
				"  terraform import paperspace_public_ip.NAME %s", region, strings.Join(free, ", "), free[0]))
	}
}

// checkOther warns about a machine that has another static IP address, from assign_public_ip or
// from another resource. No source documents whether Paperspace rejects a second address, or takes
// the first one away and still bills it.
func checkOther(ctx context.Context, p *tfx.Planned[model], m paperspace.Machine) {
	all, err := p.Client.PublicIPs.List(ctx, paperspace.Filter{paperspace.FieldMachineID: m.ID})
	if err != nil {
		p.Unchecked.Add(fmt.Sprintf("whether machine %q has another public IP address", m.ID), err)
		return
	}
	all = slices.DeleteFunc(all, func(a paperspace.PublicIP) bool {
		return p.State != nil && a.Address == p.State.Address.ValueString()
	})
	if len(all) > 0 {
		p.Diagnostics.AddAttributeWarning(path.Root("machine_id"), fmt.Sprintf("Machine %q already has public IP address %s", m.Name, all[0].Address),
			"Paperspace might reject a second address, or take the first one from the machine, and then it stays billed. "+
				"If it comes from assign_public_ip = true, remove that argument from the machine. If another paperspace_public_ip manages it, remove machine_id there in the same change.")
	}
}
