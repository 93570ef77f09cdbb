package v1api

import (
	"context"
	"errors"
	"net/http"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wire"
)

// addressAnswer is a claimed public address. The address is its own key.
type addressAnswer struct {
	IP                wire.Text `json:"ip"`
	AssignedMachineID wire.Text `json:"assignedMachineId"`
}

type address struct{ ip, machine string }

func (a addressAnswer) key() string     { return string(a.IP) }
func (a addressAnswer) gone() bool      { return false }
func (a addressAnswer) domain() address { return address{string(a.IP), string(a.AssignedMachineID)} }

// releaseAddresses gives back what is claimed for a machine. An address can be
// released while it is assigned, and one that is gone needs no release.
func (c machines) releaseAddresses(ctx context.Context, id string) error {
	op := "release the public address of machine " + id
	for a, err := range pages[addressAnswer, address](ctx, c.client, op, path(publicIPsPath), byAge()) {
		if err != nil {
			return err
		}
		if a.machine != id {
			continue
		}
		if err := c.write(ctx, op, http.MethodDelete, path(publicIPsPath, a.ip), nil); err != nil && !errors.Is(err, paperspace.ErrNotFound) {
			return err
		}
	}
	return nil
}
