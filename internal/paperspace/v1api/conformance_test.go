package v1api

import (
	"net/url"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/conformance"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	fakev1 "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/v1"
)

const (
	ofTheKey = "a machine belongs to the team of the API key"
	never    = "no response has it"
)

// API v1 passes the conformance tests of all API versions, except that its responses lack some
// fields.
func TestConformance(t *testing.T) {
	conformance.Run(t, func(w *psfake.Server, key string) paperspace.API {
		return New(Options{
			Endpoint: &url.URL{Scheme: "http", Host: "127.0.0.1:1", Path: "/v1"}, Key: key,
			Timeout: 30 * time.Second, MaxRetries: 2, RoundTripper: psfake.RoundTripper(fakev1.New(w)),
		})
	}, conformance.Quirks{
		NotShown: []string{
			"Machine.UserID", "Machine.TeamID", // a key belongs to one team, and a machine has no owner
			"Machine.ScriptID", "Machine.LastRunAt", // scripts contain their machines instead
			"Machine.Events", "Event.ModifiedAt", // events are separate from machines
			"Template.Name", "Template.TeamID", "Template.UserID",
			"Network.TeamID",
			"Script.OwnerType", "Script.OwnerID",
		},
		Unsent: map[string]string{
			"MachineCreate.BillingType": "API v1 bills by the hour only", "MachineCreate.TeamID": ofTheKey, "MachineCreate.UserID": ofTheKey,
			"MachineCreate.NewUser": ofTheKey, "MachineCreate.NotificationEmail": "no request of API v1 has it",
			"ScriptCreate.Description": "no request of API v1 has it",
		},
		Unseen: map[string]string{
			"MachineCreate.TemplateID": never, "MachineCreate.EmailPassword": never, "MachineCreate.EnableNVLink": never,
			"MachineCreate.TakeInitialSnapshot": never, "MachineCreate.AccessorIDs": "the list of those who have access shows it",
			"ScriptCreate.Text": never, "ScriptUpdate.Text": never,
		},
		Filled:         []string{"Machine.Region", "Template.Label"},
		OffForgets:     true,
		OldestFirst:    true,
		NoNoOps:        true,
		HarmlessErrors: true,
	})
}
