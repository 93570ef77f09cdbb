package v1api

import (
	"context"
	"errors"
	"net/http"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wire"
)

// addressResponse is a claimed public IP address. The address also serves as the ID.
type addressResponse struct {
	IP                wire.ID   `json:"ip"`
	Region            wire.Line `json:"region"` // code or full name
	AssignedMachineID wire.ID   `json:"assignedMachineId"`
	DTCreated         wire.Line `json:"dtCreated"`
}

func (a addressResponse) key() string { return string(a.IP) }
func (a addressResponse) gone() bool  { return false }

func (a addressResponse) domain() paperspace.PublicIP {
	return paperspace.PublicIP{
		Address: string(a.IP), Region: regionName(a.Region), MachineID: string(a.AssignedMachineID), CreatedAt: string(a.DTCreated),
	}
}

// publicIPs implements [paperspace.PublicIPs]. It does not send filters, because no source says
// which spelling of a region Paperspace compares.
type publicIPs struct {
	objects[addressResponse, paperspace.PublicIP]
}

func newPublicIPs(c *client) publicIPs {
	return publicIPs{objects[addressResponse, paperspace.PublicIP]{client: c, noun: "public IP address", collection: publicIPsPath}}
}

// Create claims an address. The response contains no event. API reference: Public IPs,
// publicIps-claim.
func (c publicIPs) Create(ctx context.Context, in paperspace.PublicIPClaim) (paperspace.PublicIP, error) {
	a, _, err := c.create(ctx, in.Region, map[string]any{"region": paperspace.RegionCode(in.Region)})
	return a, err
}

// Assign implements [paperspace.PublicIPs]. A null removes the address from its machine. It is the
// only null that API v1 accepts.
// API reference: Public IPs, publicIps-assign.
func (c publicIPs) Assign(ctx context.Context, address, machineID string) error {
	body := map[string]any{"machineId": nil}
	op := "take public IP address " + address + " from its machine"
	if machineID != "" {
		body["machineId"], op = machineID, "assign public IP address "+address+" to machine "+machineID
	}
	return c.write(ctx, op, http.MethodPut, path(publicIPsPath, address), body)
}

// releaseAddresses releases the selected addresses of a machine and returns their number. An
// address can be released while it is assigned. One that is already gone is skipped. The list is
// read to its end first, because releasing an address shifts the pages.
func (c machines) releaseAddresses(ctx context.Context, id string, release paperspace.Release) (released int, err error) {
	op := "release the public IP address of machine " + id
	var all []string
	for a, err := range pages[addressResponse, paperspace.PublicIP](ctx, c.client, listing{op, path(publicIPsPath), byAge()}) {
		if err != nil {
			return 0, err
		}
		if a.MachineID == id && (release.Any || release.Address == a.Address) {
			all = append(all, a.Address)
		}
	}
	for _, ip := range all {
		err := c.write(ctx, op, http.MethodDelete, path(publicIPsPath, ip), nil)
		switch {
		case err == nil:
			released++
		case errors.Is(err, paperspace.ErrNotFound) && !transport.Unrecognized(err):
		case released > 0:
			return released, afterEffect(err)
		default:
			return 0, err
		}
	}
	return released, nil
}
