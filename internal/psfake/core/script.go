package fakecore

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

const longestScript = 16 << 10

func script(s psfake.Script) wire.Object {
	return wire.Object{{"id", s.ID}, {"ownerType", s.OwnerType}, {"ownerId", s.OwnerID}, {"name", s.Name},
		{"description", wire.OrNull(s.Description)}, {"dtCreated", wire.Date(s.Created)},
		{"isEnabled", !s.Disabled}, {"runOnce", s.RunOnce}}
}

func (r request) listScripts() psfake.Response {
	return list(r, r.Scripts().All(), script,
		"id", "ownerType", "ownerId", "name", "description", "dtCreated", "isEnabled", "runOnce")
}

// askedScript returns the script that a read names, or an error response.
func (r request) askedScript() (psfake.Script, *psfake.Response) {
	id := r.URL.Query().Get("scriptId")
	if id == "" {
		return psfake.Script{}, new(r.missing("scriptId"))
	}
	s, ok := r.Scripts().Get(id)
	if !ok {
		return s, new(r.fail(http.StatusNotFound, "Script not found"))
	}
	return s, nil
}

func (r request) showScript() psfake.Response {
	s, none := r.askedScript()
	if none != nil {
		return *none
	}
	machines := []wire.Object{}
	for _, m := range r.Machines().All() {
		if m.ScriptID == s.ID {
			machines = append(machines, wire.Object{{"machineId", m.ID}, {"dtLastRun", wire.DateOrNull(m.LastRun)}})
		}
	}
	o := script(s)
	o.Add("machines", machines)
	return respond(http.StatusOK, o)
}

// scriptText responds with a JSON string, not with plain text.
func (r request) scriptText() psfake.Response {
	s, none := r.askedScript()
	if none != nil {
		return *none
	}
	return respond(http.StatusOK, s.Text)
}

func (r request) destroyScript() psfake.Response {
	if _, err := r.read(map[string]wire.Field{"scriptId": wire.AText}); err != nil {
		return r.reject(err)
	}
	if _, ok := r.Scripts().Get(r.ID); !ok || !r.DestroyScript(r.ID, 0) {
		return r.fail(http.StatusNotFound, "Script not found")
	}
	return done()
}

var scriptFields = map[string]wire.Field{
	"scriptName": wire.NeedsText, "scriptText": wire.AText, "scriptDescription": wire.NullText,
	"isEnabled": wire.AFlag, "runOnce": wire.AFlag, "machineId": wire.AText,
}

func (r request) createScript() psfake.Response {
	in, err := r.readScript()
	if err != nil {
		return r.reject(err)
	}
	if r.Behavior().Observed {
		for _, s := range r.Scripts().All() {
			if s.Name == in.Text("scriptName") {
				return r.reject(wire.Rejection("A script with this name already exists"))
			}
		}
	}
	machineID := in.Text("machineId")
	if m, ok := r.Machines().Now(machineID); machineID != "" && (!ok || m.Destroying) {
		return r.reject(psfake.UnknownError{Kind: "machine", ID: machineID})
	}
	in = r.Stored(in)
	s := r.AddScript(psfake.Script{
		Name: in.Text("scriptName"), Description: in.Text("scriptDescription"), Text: in.Text("scriptText"),
		Disabled: in.Has("isEnabled") && !in.Flag("isEnabled"), RunOnce: in.Flag("runOnce"),
	})
	if machineID != "" {
		r.AttachScript(s.ID, machineID)
	}
	return respond(http.StatusOK, script(s))
}

// readScript reads either a JSON body that contains the text, or an upload with all other fields in the query.
func (r request) readScript() (wire.Input, error) {
	media, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	var in wire.Input
	var err error
	if media == "multipart/form-data" {
		in, err = r.readUpload(params["boundary"])
	} else {
		in, err = r.read(scriptFields)
	}
	if err != nil {
		return nil, err
	}
	switch content, ok := in["scriptText"].(string); {
	case !ok || content == "":
		return nil, wire.Rejection("Exactly one of scriptText and scriptFile is required")
	case len(content) > longestScript:
		return nil, wire.Rejection("The script is longer than 16 KB")
	}
	return in, nil
}

func (r request) readUpload(boundary string) (wire.Input, error) {
	in := wire.Input{}
	for key, values := range r.URL.Query() {
		in[key] = values[0]
	}
	convert(in, scriptFields) // a query contains only texts
	if err := r.check(in, scriptFields); err != nil {
		return nil, err
	}
	if in.Has("scriptText") {
		return nil, wire.Rejection("Exactly one of scriptText and scriptFile is required")
	}
	parts := multipart.NewReader(bytes.NewReader(r.Body), boundary)
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return in, nil
		}
		if err != nil {
			return nil, wire.Rejection("The upload is not complete")
		}
		// Other form fields are ignored, because they belong in the query.
		if part.FormName() != "file" {
			continue
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return nil, wire.Rejection("The upload is not complete")
		}
		in["scriptText"] = string(content)
	}
}
