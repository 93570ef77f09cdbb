package paperspace

import (
	"context"
	"strconv"
)

// MaxScriptBytes is the size of the largest script that Paperspace accepts, 16 KB according to
// the script guide of the official client.
const MaxScriptBytes = 16 * 1024

// Script is a startup script. Its text is read separately.
type Script struct {
	ID          string
	OwnerType   string // "user" or "team"; "" if the API version does not show it (v1)
	OwnerID     string
	Name        string
	Description string
	CreatedAt   string // RFC 3339 as sent
	IsEnabled   bool
	RunOnce     bool
	// MachineIDs are the machines that run the script. The slice is nil, not empty, if the
	// response does not contain them, as in a list of CORE.
	MachineIDs []string
}

// Get returns a field by its Terraform name, for [Filter.Match].
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

// ScriptCreate holds the settings of a new script.
type ScriptCreate struct {
	Name        string
	Description string
	Text        string // at most MaxScriptBytes
	IsEnabled   bool
	RunOnce     bool
	// MachineID is the machine to attach the script to, in place of its previous script. It
	// takes effect at the next boot. "" attaches the script to no machine.
	MachineID string
}

// Scripts is the part of the API for startup scripts. Show includes the machines of a script.
// Destroy also detaches the script from them.
type Scripts = Objects[Script, ScriptCreate]

// ScriptTexts reads the text of a script (CORE only).
type ScriptTexts interface {
	Text(ctx context.Context, id string) (string, error)
}

// ScriptEdits changes existing scripts (API v1 only).
type ScriptEdits interface {
	Update(ctx context.Context, id string, u ScriptUpdate) error
	// Assign attaches the script to a machine, which runs it at the next boot. It is
	// unknown whether that detaches the previous script.
	Assign(ctx context.Context, id, machineID string) error
	Unassign(ctx context.Context, id, machineID string) error
}

// ScriptUpdate holds the settings to change; nil leaves a setting unchanged.
type ScriptUpdate struct {
	Name      *string
	Text      *string
	IsEnabled *bool
	RunOnce   *bool
}

// Empty reports whether u changes nothing.
func (u ScriptUpdate) Empty() bool { return u == ScriptUpdate{} }

// Differs reports whether s does not show u yet. It ignores the text, which s does not contain.
func (u ScriptUpdate) Differs(s Script) bool {
	return u.Name != nil && Visible(*u.Name) != s.Name || u.IsEnabled != nil && *u.IsEnabled != s.IsEnabled || u.RunOnce != nil && *u.RunOnce != s.RunOnce
}
