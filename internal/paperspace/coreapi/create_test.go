package coreapi

import (
	"net/http"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// A create response without an ID is an error whose Effect is true, because the object might exist.
func TestCreateWithoutAnID(t *testing.T) {
	for noun, create := range map[string]func(api paperspace.API) error{
		"machine": func(api paperspace.API) error {
			_, err := api.Machines.Create(t.Context(), paperspace.MachineCreate{Name: "web"})
			return err
		},
		"script": func(api paperspace.API) error {
			_, err := api.Scripts.Create(t.Context(), paperspace.ScriptCreate{Name: "web"})
			return err
		},
		"private network": func(api paperspace.API) error {
			_, err := api.PrivateNetworks.Create(t.Context(), paperspace.NetworkCreate{Name: "web", Region: "ny2"})
			return err
		},
	} {
		w, api := scripted(t, reply{body: `{"name":"web"}`})
		if err := create(api); !paperspace.HadEffect(err) || !strings.Contains(err.Error(), noun) || len(w.sent) != 1 {
			t.Errorf("%s: error %v after %d requests", noun, err, len(w.sent))
		}
	}
}

// If Paperspace quotes the password of a new user, the error does not show it.
func TestErrorHidesThePasswordOfANewUser(t *testing.T) {
	_, api := scripted(t, reply{status: http.StatusBadRequest, body: `{"error":{"message":"password correct-horse-battery is too long"}}`})
	_, err := api.Machines.Create(t.Context(), paperspace.MachineCreate{
		Name: "web", NewUser: &paperspace.NewUser{Email: "new@example.com", Password: "correct-horse-battery", FirstName: "A", LastName: "B"},
	})
	if err == nil || strings.Contains(err.Error(), "correct-horse") || !strings.Contains(err.Error(), "is too long") {
		t.Errorf("error %v", err)
	}
}
