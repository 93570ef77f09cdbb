// Package provider registers everything that the provider offers, and turns its
// configuration into a client.
package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/access"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/availability"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/customtemplate"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/machine"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/network"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/publicip"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/script"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/shareddrive"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/snapshot"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/template"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/user"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/utilization"
)

var (
	_ provider.ProviderWithActions            = (*Provider)(nil)
	_ provider.ProviderWithEphemeralResources = (*Provider)(nil)
	_ provider.ProviderWithListResources      = (*Provider)(nil)
)

// Provider is the provider "paperspace".
type Provider struct{ version string }

// New returns the constructor that the plugin server requires. The version is set at link
// time and appears in the User-Agent header.
func New(version string) func() provider.Provider {
	return func() provider.Provider { return &Provider{version: version} }
}

// Metadata implements provider.Provider.
func (p *Provider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "paperspace"
	resp.Version = p.version
}

// Resources implements provider.Provider.
func (p *Provider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		access.NewResource,
		customtemplate.NewResource,
		machine.NewResource,
		network.NewResource,
		publicip.NewResource,
		script.NewResource,
		shareddrive.NewResource,
		snapshot.NewResource,
	}
}

// DataSources implements provider.Provider.
func (p *Provider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		availability.NewDataSource,
		machine.NewDataSource,
		machine.NewDataSourceList,
		network.NewDataSource,
		network.NewDataSourceList,
		publicip.NewDataSourceList,
		script.NewDataSource,
		script.NewDataSourceList,
		shareddrive.NewDataSourceList,
		snapshot.NewDataSourceList,
		template.NewDataSource,
		template.NewDataSourceList,
		user.NewDataSource,
		user.NewDataSourceList,
		utilization.NewDataSource,
	}
}

// EphemeralResources implements provider.ProviderWithEphemeralResources.
func (p *Provider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{
		shareddrive.NewCredentials,
	}
}

// Actions implements provider.ProviderWithActions.
func (p *Provider) Actions(context.Context) []func() action.Action {
	return []func() action.Action{
		machine.NewStartAction,
		machine.NewStopAction,
		machine.NewRestartAction,
		snapshot.NewTakeAction,
		snapshot.NewRestoreAction,
	}
}

// ListResources implements provider.ProviderWithListResources.
func (p *Provider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{
		customtemplate.NewListResource,
		machine.NewListResource,
		network.NewListResource,
		publicip.NewListResource,
		script.NewListResource,
		shareddrive.NewListResource,
		snapshot.NewListResource,
	}
}
