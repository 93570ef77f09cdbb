// Package publicip is the resource paperspace_public_ip, a static public IP address, and
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

// noAddress says what else an address can be.
func noAddress(_ context.Context, _ *ops.Client, id string) string {
	if _, err := netip.ParseAddr(id); err != nil {
		return ""
	}
	return fmt.Sprintf("%s is not among the static public IP addresses of the team: it was released, it belongs to another team, or it is the dynamic address of a machine, which cannot be managed. "+
		"To claim another address, remove the import.", id)
}

// finish assigns a new address.
func finish(ctx context.Context, c *ops.Client, m *model, a paperspace.PublicIP) (paperspace.PublicIP, *tfx.Notice, error) {
	if m.MachineID.IsNull() {
		return a, nil, nil
	}
	left, err := c.AssignPublicIP(ctx, a.Address, m.MachineID.ValueString())
	if err == nil {
		a.MachineID = m.MachineID.ValueString()
	}
	return a, leftNotice(m, left), err
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
	return leftNotice(plan, left), err
}

// leftNotice warns of addresses that a machine has lost to the new one.
func leftNotice(m *model, left []string) *tfx.Notice {
	if len(left) == 0 {
		return nil
	}
	return &tfx.Notice{
		Summary: fmt.Sprintf("Public IP address %s of machine %s stays billed", strings.Join(left, ", "), m.MachineID.ValueString()),
		Detail: fmt.Sprintf("The machine had it before it got %s. Now no machine has it, and it is billed until it is released. "+
			"If another paperspace_public_ip manages it, there is nothing to do. Otherwise, import it as one to manage it, and destroy that to release it.", m.Address.ValueString()),
	}
}

// check looks at the machine that is to have the address.
func check(ctx context.Context, p *tfx.Planned[model]) {
	if p.State != nil && p.Plan.MachineID.Equal(p.State.MachineID) {
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
	if m.DynamicPublicIP { // no source reports whether another address replaces it
		p.Diagnostics.AddAttributeWarning(path.Root("machine_id"), fmt.Sprintf("Machine %q has a dynamic public IP address", m.Name),
			"Paperspace might reject a second address, or replace the dynamic one, which dynamic_public_ip = true then takes back in the next apply. "+
				"Set dynamic_public_ip = false on the machine. If this apply does not assign the address, apply again.")
	}
	checkOther(ctx, p, m)
}

// checkOther warns of a machine that has another static IP address: its own, from
// assign_public_ip, or that of another resource. No source reports whether Paperspace
// rejects a second one, or takes the first one away and bills it further.
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
