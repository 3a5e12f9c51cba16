using System.Globalization;
using System.Text.Json;
using Portal.Access;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Assistants;

namespace Portal.Assistants;

internal sealed class AssistantTransferService(CallContext context, AssistantStore store) : IAssistantTransferService
{
    const int MostOfAName = 256;

    public async Task<Result<AssistantExport>> Export(string id, CancellationToken cancellation) =>
        (await store.Find(Permission.ReadProject, id, cancellation)).Then<AssistantExport>(row => AssistantExport.Of(row.Saved));

    public async Task<Result<Assistant>> Import(string projectId, JsonElement file, string? model, CancellationToken cancellation)
    {
        if (context.Caller.Check(Permission.ManageProject, projectId) is { } denied) return denied;
        var read = Read(file);
        if (!read.IsSuccess) return read.Error;
        var definition = model is null ? read.Value.Assistant : read.Value.Assistant with { Model = model };
        var made = await store.Create(projectId, definition with { VersionNote = definition.VersionNote ?? "Imported from a file." }, cancellation);
        return made.IsSuccess ? made : InFile(made.Error);
    }

    public async Task<Result<Assistant>> Copy(string id, AssistantCopyInput input, CancellationToken cancellation)
    {
        var found = await store.Find(Permission.ReadProject, id, cancellation);
        if (!found.IsSuccess) return found.Error;
        var original = found.Value;
        var target = input.ProjectId ?? original.ProjectId;
        var name = input.Name ?? (target == original.ProjectId ? CopyOf(original.Saved.Name) : original.Saved.Name);
        var made = await store.Create(
            target, original.Saved with { Name = name, VersionNote = $"Copied from {original.Id}, version {original.Version}." }, cancellation);
        // The project is named by the body here, not by the header.
        return made is { IsSuccess: false, Error: { Param: "OpenAI-Project" } unknown } ? unknown with { Param = "project_id" } : made;
    }

    /// <summary>The kind and age of a file are told before anything else that may be wrong with it.</summary>
    static Result<AssistantExport> Read(JsonElement file)
    {
        if (file.ValueKind is not JsonValueKind.Object || !file.TryGetProperty("format", out var format)
            || format.ValueKind is not JsonValueKind.String || format.GetString() != AssistantExport.FormatName)
            return ApiError.Invalid($"This is not an exported assistant: it has no \"format\": \"{AssistantExport.FormatName}\". Export one with GET /v2/assistants/{{id}}/export.", "format", "not_an_export");
        if (file.TryGetProperty("format_version", out var version) && version.ValueKind is JsonValueKind.Number
            && version.TryGetInt64(out var number) && number > AssistantExport.NewestVersion)
            return ApiError.Invalid($"The file has format version {number}; this portal reads up to {AssistantExport.NewestVersion}. Bring this portal up to date, or export with an older one.", "format_version", "newer_format");
        var read = ContractReader.Read<AssistantExport>(file);
        return read.IsSuccess && read.Value.FormatVersion < 1
            ? ApiError.Invalid("'format_version' must be 1 or more.", "format_version", "invalid_value")
            : read;
    }

    /// <summary>What is wrong with the definition, by its place in the file.</summary>
    static ApiError InFile(ApiError error) =>
        error.Param is { } place && error.Status is 400 or 404 && place != "OpenAI-Project" ? error with { Param = $"assistant.{place}" } : error;

    /// <summary>Cut where it would be too long, but not within a character.</summary>
    static string CopyOf(string name)
    {
        const string mark = " (copy)";
        var most = MostOfAName - mark.Length;
        if (name.Length <= most) return name + mark;
        var cut = StringInfo.ParseCombiningCharacters(name).Last(start => start <= most);
        return name[..cut].TrimEnd() + mark;
    }
}
