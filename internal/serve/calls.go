package serve

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// The calls that come once for each resource, data source, or ephemeral resource. Lists and actions respond with
// a stream that outlives the call, so they keep their context. They come once per run.

func (s server) ValidateResourceConfig(ctx context.Context, q *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return call(ctx, func(ctx context.Context, q *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
		if r, one := s.steady.of(ctx, q.TypeName); r != nil {
			if reply := r.validate(ctx, one, q); reply != nil {
				return reply, nil
			}
		}
		return s.full.ValidateResourceConfig(ctx, q)
	}, q)
}

func (s server) UpgradeResourceState(ctx context.Context, q *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	if r := s.steady.rule(ctx, q.TypeName); r != nil {
		if reply := r.upgrade(q); reply != nil {
			return reply, nil
		}
	}
	return call(ctx, s.full.UpgradeResourceState, q)
}

func (s server) UpgradeResourceIdentity(ctx context.Context, q *tfprotov6.UpgradeResourceIdentityRequest) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	return call(ctx, s.full.UpgradeResourceIdentity, q)
}

func (s server) ReadResource(ctx context.Context, q *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	ctx, release := s.stops.bind(ctx)
	defer release()
	if r, one := s.steady.of(ctx, q.TypeName); r != nil {
		var reply *tfprotov6.ReadResourceResponse
		if ctx, reply = r.read(ctx, one, q); reply != nil {
			return reply, nil
		}
	}
	return call(ctx, s.full.ReadResource, q)
}

func (s server) PlanResourceChange(ctx context.Context, q *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	ctx, release := s.stops.bind(ctx)
	defer release()
	if r, one := s.steady.of(ctx, q.TypeName); r != nil {
		if reply := r.plan(ctx, one, q); reply != nil {
			return reply, nil
		}
	}
	return call(ctx, func(ctx context.Context, q *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
		if r, one := s.steady.of(ctx, q.TypeName); r != nil {
			if reply := r.create(ctx, one, q); reply != nil {
				return reply, nil
			}
		}
		return s.full.PlanResourceChange(ctx, q)
	}, q)
}

func (s server) ImportResourceState(ctx context.Context, q *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return call(ctx, s.full.ImportResourceState, q)
}

func (s server) MoveResourceState(ctx context.Context, q *tfprotov6.MoveResourceStateRequest) (*tfprotov6.MoveResourceStateResponse, error) {
	return call(ctx, s.full.MoveResourceState, q)
}

func (s server) GenerateResourceConfig(ctx context.Context, q *tfprotov6.GenerateResourceConfigRequest) (*tfprotov6.GenerateResourceConfigResponse, error) {
	return call(ctx, s.full.GenerateResourceConfig, q)
}

func (s server) ValidateDataResourceConfig(ctx context.Context, q *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	return call(ctx, s.full.ValidateDataResourceConfig, q)
}

func (s server) ReadDataSource(ctx context.Context, q *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return call(ctx, s.full.ReadDataSource, q)
}

func (s server) OpenEphemeralResource(ctx context.Context, q *tfprotov6.OpenEphemeralResourceRequest) (*tfprotov6.OpenEphemeralResourceResponse, error) {
	return call(ctx, s.full.OpenEphemeralResource, q)
}
