package machine

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// refreshAddress refreshes assign_public_ip. CORE does not return it: after an import,
// it is derived from the address of a settled machine, and kept from then on, because
// an address that is missing for a moment must not replace the machine.
//
// API v1 shows an address that a paperspace_public_ip has assigned like one that the
// machine has claimed. If assign_public_ip is false, it stays false. Otherwise, the two
// resources would undo each other in every apply.
func (m *model) refreshAddress(got paperspace.Machine, seen model) {
	switch {
	case tfx.Known(m.AssignPublicIP) && !m.AssignPublicIP.ValueBool():
	case !seen.AssignPublicIP.IsNull():
		m.AssignPublicIP = seen.AssignPublicIP
	case m.AssignPublicIP.IsNull() && got.State.Settled():
		m.AssignPublicIP = types.BoolValue(got.PublicIPAddress != "" && !got.DynamicPublicIP)
	}
}

// keepsAddress reports whether destroying the machine leaves a static IP address in the account.
func keepsAddress(state *model) bool {
	return state.AssignPublicIP.ValueBool() && !state.ReleasePublicIPOnDestroy.ValueBool()
}

// claimed is the static public IP address that a machine has claimed itself. It is recorded,
// because API v1 shows an address that a paperspace_public_ip has assigned in the same way.
type claimed struct {
	Address string `json:"address"` // "" until Paperspace shows it
}

// noteClaim records the address that a machine has claimed. If it has claimed none,
// noteClaim removes the record.
func noteClaim(ctx context.Context, p tfx.PrivateWriter, m *model, diags *diag.Diagnostics) {
	if !m.AssignPublicIP.ValueBool() {
		tfx.ClearKey(ctx, p, keyClaimed, diags)
		return
	}
	tfx.WriteKey(ctx, p, keyClaimed, claimed{Address: m.PublicIPAddress.ValueString()}, diags)
}

// release returns what to release when the machine is destroyed: the address that it has
// claimed, and not one that a paperspace_public_ip has assigned, which CORE does not have.
func release(c *ops.Client, state *model, own *claimed) paperspace.Release {
	switch {
	case !state.ReleasePublicIPOnDestroy.ValueBool():
		return paperspace.Release{}
	case c.PublicIPs != nil && own != nil && own.Address != "":
		return paperspace.Release{Address: own.Address}
	case c.PublicIPs != nil && !state.AssignPublicIP.ValueBool():
		return paperspace.Release{}
	}
	return paperspace.Release{Any: true}
}

// addressKept returns the sentence that destroying the machine does not release its address.
func addressKept(state *model) string {
	return fmt.Sprintf("Destroying machine %q (%s) does not release its public IP address%s, which stays in the account and is billed.",
		state.Name.ValueString(), state.ID.ValueString(), spaced(state.PublicIPAddress.ValueString()))
}

// spaced returns text with a leading space, or "" if text is empty.
func spaced(text string) string {
	if text == "" {
		return ""
	}
	return " " + text
}

func addressTitle(state *model) string {
	return fmt.Sprintf("Public IP address of machine %q stays billed", state.Name.ValueString())
}

// howToRelease returns a sentence on how to release an address that no machine uses.
// CORE has no API for addresses, so only the console can release them.
func howToRelease(c *ops.Client) string {
	if c == nil || c.PublicIPs == nil {
		return "To release an address, use the Paperspace console."
	}
	return "To release an address, import it as a paperspace_public_ip and destroy that resource."
}

// warnBeforeDestroy warns, in the plan of a destroy, of an address that stays billed.
func warnBeforeDestroy(c *ops.Client, state *model, diags *diag.Diagnostics) {
	if keepsAddress(state) {
		diags.AddWarning(addressTitle(state), addressKept(state)+"\n\n"+
			"To release it together with the machine, set release_public_ip_on_destroy = true and apply before you destroy the machine. "+howToRelease(c))
	}
}

// warnAfterDestroy repeats the warning in short, because Terraform does not plan the destroy
// of a machine that it replaces. It also warns of an address that was not released because
// the machine had lost it before.
func warnAfterDestroy(ctx context.Context, c *ops.Client, state *model, own *claimed, diags *diag.Diagnostics) {
	switch {
	case keepsAddress(state):
		diags.AddWarning(fmt.Sprintf("Public IP address%s of machine %q was not released", spaced(state.PublicIPAddress.ValueString()), state.Name.ValueString()),
			"The machine was destroyed. The address stays in the account and is billed until you release it. "+howToRelease(c))
	case own == nil || own.Address == "" || own.Address == state.PublicIPAddress.ValueString() || c.PublicIPs == nil:
	default:
		warnOfLost(ctx, c, state, own.Address, diags)
	}
}

// warnOfLost warns of the address that a destroyed machine had claimed, if it is still in
// the account and no machine uses it. It is not released, because a paperspace_public_ip
// might manage it now.
func warnOfLost(ctx context.Context, c *ops.Client, state *model, address string, diags *diag.Diagnostics) {
	all, err := c.PublicIPs.List(ctx, nil)
	if err != nil || !slices.ContainsFunc(all, func(a paperspace.PublicIP) bool { return a.Address == address && a.MachineID == "" }) {
		return
	}
	diags.AddWarning(fmt.Sprintf("Public IP address%s of machine %q was not released", spaced(address), state.Name.ValueString()),
		"The machine no longer had it when it was destroyed, so release_public_ip_on_destroy did not release it. The address stays in the account and is billed until it is released. "+
			"If a paperspace_public_ip manages it, there is nothing to do. Otherwise, import it as one, and destroy that resource.")
}

// warnOfGivenUp warns of a change in place that removes the static IP address of a machine.
func warnOfGivenUp(c *ops.Client, plan, state *model, diags *diag.Diagnostics) {
	if !state.AssignPublicIP.ValueBool() || !tfx.Known(plan.AssignPublicIP) || plan.AssignPublicIP.ValueBool() {
		return
	}
	diags.AddAttributeWarning(path.Root("assign_public_ip"), addressTitle(state),
		fmt.Sprintf("This change removes the public IP address%s from machine %q (%s) and does not release it. The address stays in the account and is billed, "+
			"whatever release_public_ip_on_destroy says. %s",
			spaced(state.PublicIPAddress.ValueString()), state.Name.ValueString(), state.ID.ValueString(), howToRelease(c)))
}

// addressLeft returns a sentence about the address of a machine that is gone, or "" if
// the address is not in the account.
func addressLeft(ctx context.Context, c *ops.Client, state *model) string {
	address := state.PublicIPAddress.ValueString()
	if !state.AssignPublicIP.ValueBool() || address == "" {
		return ""
	}
	release := " " + howToRelease(c)
	if c.PublicIPs != nil {
		free, err := c.UnassignedAddresses(ctx)
		if err == nil {
			if slices.ContainsFunc(free, func(a paperspace.PublicIP) bool { return a.Address == address }) {
				return fmt.Sprintf("Its public IP address %s is still in the account and billed.", address) + release
			}
			return ""
		}
	}
	return fmt.Sprintf("Its public IP address %s might still be in the account and billed.", address) + release
}

// warnOfNoAddress warns that a machine still shows no address that it should have.
func warnOfNoAddress(c *ops.Client, got paperspace.Machine, plan, state *model, diags *diag.Diagnostics) {
	for _, name := range expectedAddresses(c, plan, state).missing(got) {
		diags.AddWarning(fmt.Sprintf("Machine %q (%s) has no %s yet", plan.Name.ValueString(), got.ID, name),
			fmt.Sprintf("The machine is ready, and %s after that, Paperspace still did not show its %s. The attribute is null until the next refresh, so what uses it might fail.\n\n"+
				"Run terraform apply again.", paperspace.Short(ops.AddressWithin), name))
	}
}

// addresses are the addresses that a machine should have after an apply.
type addresses struct{ public, private bool }

// expectedAddresses returns the addresses that are unknown in the plan and that the
// machine should have after the apply. If state is nil, the apply is a create. With CORE,
// a machine that is running gets a dynamic address only at its next start.
func expectedAddresses(c *ops.Client, plan, state *model) addresses {
	due := state == nil || c.Traits.InPlace[paperspace.FieldAssignPublicIP] || state.State.ValueString() == string(paperspace.Off)
	if !due || plan.WaitFor.ValueString() == waitNone {
		return addresses{}
	}
	on := plan.DesiredState.ValueString() != desiredOff
	return addresses{
		public:  plan.PublicIPAddress.IsUnknown() && (plan.AssignPublicIP.ValueBool() || on && plan.DynamicPublicIP.ValueBool()),
		private: plan.PrivateIPAddress.IsUnknown() && on,
	}
}

// missing returns the names of the attributes that m should have and does not show.
func (a addresses) missing(m paperspace.Machine) []string {
	var names []string
	if a.public && m.PublicIPAddress == "" {
		names = append(names, "public_ip_address")
	}
	if a.private && m.PrivateIPAddress == "" {
		names = append(names, "private_ip_address")
	}
	return names
}

// awaitAddresses waits for the expected addresses, which Paperspace might show only some
// time after the machine is ready.
func awaitAddresses(ctx context.Context, c *ops.Client, m paperspace.Machine, plan, state *model) paperspace.Machine {
	expected := expectedAddresses(c, plan, state)
	return c.AwaitAddresses(ctx, m, func(m paperspace.Machine) bool { return len(expected.missing(m)) == 0 })
}
