package machine

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

func (p *preflight) checkCapacity(ctx context.Context) {
	if !tfx.Known(p.plan.MachineType) || p.client.Wrote() {
		return // the machines that this run has created might have used up the capacity
	}
	machineType := p.plan.MachineType.ValueString()
	region, none, err := lacksCapacity(ctx, p.client, p.plan.Region, machineType)
	outcome := "If that does not change, machines of this type cannot be created there. Apply later, choose another machine type or region, or set wait_for_capacity = true."
	if p.plan.WaitForCapacity.ValueBool() {
		outcome = "Because wait_for_capacity is set, the create waits for capacity until its timeout."
	}
	switch {
	case err != nil:
		p.unchecked.Add(capacityQuestion(region, machineType), err)
	case none: // Terraform prints this after the apply, too
		p.warn("machine_type", fmt.Sprintf("No %s available in %s", machineType, region),
			fmt.Sprintf("When this was planned, Paperspace had no %s available in %s. %s", machineType, region, outcome))
	}
}

func capacityQuestion(region, machineType string) string {
	return fmt.Sprintf("whether %s has a %s available", region, machineType)
}

// lacksCapacity reports whether a region has no machine of the type available, and returns
// the full name of the region. none is false if the API does not show the availability of
// the type. Errors are returned only for types whose availability Paperspace documents.
func lacksCapacity(ctx context.Context, c *ops.Client, region tfx.Region, machineType string) (name string, none bool, err error) {
	queryable, promised := paperspace.DedicatedGPU(machineType)
	if !queryable || c.Availability == nil || !tfx.Known(region) {
		return "", false, nil
	}
	name, _ = paperspace.RegionName(region.ValueString())
	available, err := c.HasCapacity(ctx, name, machineType, capacityLife)
	if err != nil && !promised {
		return name, false, nil
	}
	return name, err == nil && !available, err
}

// checkAddresses warns before a machine claims another static IP address although the
// account has some that no machine uses, such as that of a machine that was deleted in
// the console.
func (p *preflight) checkAddresses(ctx context.Context) {
	if !p.plan.AssignPublicIP.ValueBool() || !tfx.Known(p.plan.Region) || p.client.Wrote() {
		return
	}
	region, _ := paperspace.RegionName(p.plan.Region.ValueString())
	free, err := p.client.UnusedAddresses(ctx, region)
	if err != nil {
		p.unchecked.Add("whether the account has public IP addresses that no machine uses", err)
		return
	}
	if len(free) == 0 {
		return
	}
	p.warn("assign_public_ip", "Unused public IP addresses in "+region,
		fmt.Sprintf("No machine uses these public IP addresses in %s, which are billed: %s. With assign_public_ip = true, machine %q claims another one.\n\n"+
			"To give machine %[3]q one of them instead, remove assign_public_ip, import the address as a paperspace_public_ip, and set its machine_id. %[4]s",
			region, strings.Join(free, ", "), p.plan.Name.ValueString(), howToRelease(p.client)))
}

// beginCheckName starts to look for machines with the same name that this configuration
// does not seem to manage. Without that, a lost state would create everything twice. If
// this run has already written, such a machine might be its own, and nothing is checked.
// The returned function waits for the look-up and adds the warnings.
func (p *preflight) beginCheckName(ctx context.Context) func() {
	if p.replaced != "" || !tfx.Known(p.plan.Name) || p.client.Wrote() {
		return func() {}
	}
	same := tfx.Namesakes{Noun: kindName, Name: p.plan.Name.ValueString()}
	var others []paperspace.Machine
	var err error
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		others, err = p.client.BulkReader.Named(ctx, same.Name)
	}()
	return func() {
		if <-ended; err != nil {
			p.unchecked.Add(same.Question(), err)
			return
		}
		for _, m := range others {
			if p.client.Knows(m.ID) {
				continue
			}
			if m = p.client.Examine(ctx, m); !m.BeingDestroyed() {
				same.Add(m.ID, fmt.Sprintf("%s, %s, created %s", cmp.Or(m.MachineType, m.UsageRate), m.State, m.CreatedAt))
			}
		}
		same.Warn(&p.diags)
	}
}
