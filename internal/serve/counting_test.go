package serve

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// counting records the calls that the shortcuts in front of it did not serve.
type counting struct {
	full
	validations int
	reads       int
	upgrades    int
	applies     int
	unapplied   bool // the framework does not receive applies
	planned     *tfprotov6.PlanResourceChangeRequest
}

func (c *counting) ValidateResourceConfig(ctx context.Context, q *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	c.validations++
	return c.full.ValidateResourceConfig(ctx, q)
}

func (c *counting) ReadResource(ctx context.Context, q *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	c.reads++
	return c.full.ReadResource(ctx, q)
}

func (c *counting) UpgradeResourceState(ctx context.Context, q *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	c.upgrades++
	return c.full.UpgradeResourceState(ctx, q)
}

func (c *counting) ApplyResourceChange(ctx context.Context, q *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	c.applies++
	if c.unapplied {
		return &tfprotov6.ApplyResourceChangeResponse{}, nil
	}
	return c.full.ApplyResourceChange(ctx, q)
}

// PlanResourceChange does not call the framework, because its response to an unchanged
// request needs no comparison.
func (c *counting) PlanResourceChange(_ context.Context, q *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	c.planned = q
	return &tfprotov6.PlanResourceChangeResponse{}, nil
}
