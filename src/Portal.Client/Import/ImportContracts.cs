using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Portal.Client.Api;

namespace Portal.Client.Import;

/// <summary>
/// What the Assistants API held, in its own shapes: each part an array of objects or a list object with <c>data</c>. A
/// thread's messages stand in <c>messages</c> with their <c>thread_id</c>, or within the thread.
/// </summary>
public sealed record ImportInput
{
    /// <summary>True changes nothing and says what would happen.</summary>
    public bool DryRun { get; init; }

    /// <summary>A model of the catalogue, for assistants whose own is not in it.</summary>
    [StringLength(200, MinimumLength = 1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Model { get; init; }

    /// <summary>At most 1,000.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Assistants { get; init; }

    /// <summary>At most 20,000.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Threads { get; init; }

    /// <summary>At most 50,000, also those within threads.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Messages { get; init; }
}

/// <param name="Notes">What does not come over as it was, at most 500.</param>
/// <param name="NotesLeftOff">How many more there are.</param>
public sealed record ImportReport(
    string ProjectId, bool DryRun, ImportCount Assistants, ImportCount Threads, ImportCount Messages, IReadOnlyList<ImportNote> Notes, int NotesLeftOff)
{
    public string Object => "import.report";
}

/// <param name="Imported">Brought along; in a dry run what would be.</param>
/// <param name="Skipped">Brought along earlier, or not possible; the notes say why.</param>
public sealed record ImportCount(int Found, int Imported, int Skipped);

/// <param name="Place">In the export, such as <c>assistants[0].tools[1]</c>.</param>
public sealed record ImportNote(ImportNoteKind Kind, string Place, string Message);

[JsonConverter(typeof(SnakeCaseEnum<ImportNoteKind>))]
public enum ImportNoteKind
{
    /// <summary>It comes over in another form.</summary>
    Changed,
    /// <summary>It does not come over.</summary>
    LeftOut,
    /// <summary>Nothing is imported before this is settled.</summary>
    Blocking,
}

/// <summary>Brings an export of the Assistants API into a project; for those who manage it.</summary>
public interface IImportService
{
    /// <summary>All or nothing. What was imported into the project before is recognized and skipped.</summary>
    Task<Result<ImportReport>> Import(string projectId, ImportInput input, CancellationToken cancellation);
}
