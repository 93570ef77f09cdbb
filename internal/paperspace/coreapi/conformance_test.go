package coreapi

import (
	"net/url"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/conformance"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	fakecore "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/core"
)

const (
	replaces = "no request changes it, so another value replaces the machine"
	follows  = "an update sends it after the create"
	onlyV1   = "no request of CORE has it"
)

// CORE passes the conformance tests of all API versions.
func TestConformance(t *testing.T) {
	conformance.Run(t, func(w *psfake.Server, key string) paperspace.API {
		return New(Options{
			Endpoint: &url.URL{Scheme: "http", Host: "127.0.0.1:1"}, Key: key,
			Timeout: 30 * time.Second, MaxRetries: 2, RoundTripper: psfake.RoundTripper(fakecore.New(w)),
		})
	}, conformance.Quirks{
		NotShown: []string{"Template.AgentType", "Template.Custom", "Template.ParentMachineID", "Template.DefaultSizeGB"},
		Unsent: map[string]string{
			"MachineUpdate.MachineType": replaces, "MachineUpdate.SizeGB": replaces, "MachineUpdate.NetworkID": replaces,
			"MachineUpdate.ScriptID": replaces, "MachineUpdate.AssignPublicIP": replaces,
			"MachineCreate.ShutdownTimeoutHours": follows, "MachineCreate.ShutdownTimeoutForces": follows, "MachineCreate.AutoSnapshot": follows,
			"MachineCreate.AutoSnapshotFrequency": follows, "MachineCreate.AutoSnapshotSaveCount": follows,
			"MachineCreate.EmailPassword": onlyV1, "MachineCreate.EnableNVLink": onlyV1, "MachineCreate.TakeInitialSnapshot": onlyV1,
			"MachineCreate.AccessorIDs": onlyV1,
		},
		Unseen: map[string]string{
			"MachineCreate.TemplateID": "no response has it", "MachineCreate.AssignPublicIP": "only the address is shown",
			"MachineCreate.NewUser": "the owner is shown", "MachineCreate.NotificationEmail": "no response has it", "NewUser.Password": "it is a secret",
		},
	})
}
