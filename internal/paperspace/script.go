package paperspace

import (
	"context"
	"strconv"
)

// MaxScriptBytes is the largest script text Paperspace takes, 16 KB by the
// script guide of the official client.
const MaxScriptBytes = 16 * 1024

// Script is a startup script. Its text is read separately.
type Script struct {
	ID          string
	OwnerType   string // "user" or "team"; "" where the API version does not say
	OwnerID     string
	Name        string
	Description string
	CreatedAt   string // RFC 3339 as sent
	IsEnabled   bool
	RunOnce     bool
	// MachineIDs are the machines it runs on; nil, not empty, where a response
	// does not return (CORE's list).
	MachineIDs []string
}

// Get reads a field by its Terraform name, for [Filter.Match].
func (s Script) Get(f Field) (string, bool) {
	switch f {
	case FieldID:
		return s.ID, true
	case FieldName:
		return s.Name, true
	case "description":
		return s.Description, true
	case "owner_type":
		return s.OwnerType, true
	case "owner_id":
		return s.OwnerID, true
	case FieldCreated:
		return s.CreatedAt, true
	case "is_enabled":
		return strconv.FormatBool(s.IsEnabled), true
	case "run_once":
		return strconv.FormatBool(s.RunOnce), true
	default:
		return "", false
	}
}

func (in ScriptCreate) Title() string { return in.Name }

// ScriptCreate is a new script.
type ScriptCreate struct {
	Name        string
	Description string
	Text        string // at most MaxScriptBytes
	IsEnabled   bool
	RunOnce     bool
	// MachineID attaches the script to a machine from its next boot on, in
	// place of the machine's former script; "" attaches it to none.
	MachineID string
}

// Scripts is the part of the API for startup scripts. Show returns a script with its
// machines, and Destroy also detaches it from them.
type Scripts = Objects[Script, ScriptCreate]

// ScriptTexts reads the text of a script (CORE only).
type ScriptTexts interface {
	Text(ctx context.Context, id string) (string, error)
}

// ScriptEdits changes scripts that exist (API v1 only).
type ScriptEdits interface {
	Update(ctx context.Context, id string, u ScriptUpdate) error
	// Assign makes a machine run the script from its next boot on. No source
	// reports whether that takes its former script away.
	Assign(ctx context.Context, id, machineID string) error
	Unassign(ctx context.Context, id, machineID string) error
}

// ScriptUpdate names what changes; nil leaves a setting alone.
type ScriptUpdate struct {
	Name      *string
	Text      *string
	IsEnabled *bool
	RunOnce   *bool
}

// Empty reports whether there is nothing to send.
func (u ScriptUpdate) Empty() bool { return u == ScriptUpdate{} }

// Differs reports whether s does not show the update yet. The text is never shown.
func (u ScriptUpdate) Differs(s Script) bool {
	return u.Name != nil && Visible(*u.Name) != s.Name || u.IsEnabled != nil && *u.IsEnabled != s.IsEnabled || u.RunOnce != nil && *u.RunOnce != s.RunOnce
}
