using Portal.Access;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.Audit;
using Portal.Client.Policies;
using Portal.Data;
using Portal.Models;
using Portal.Policies;
using Portal.Projects;

namespace Portal.Assistants;

/// <summary>The assistants with the caller's rights to them: how one is found, made, and saved as a new version.</summary>
internal sealed class AssistantStore(
    IDatabase database, IJournal journal, CallContext context, IProjectDirectory projects, IModelCatalogue models, PolicyBook policies, TimeProvider time)
{
    public async Task<Result<AssistantRow>> Find(Permission permission, string id, CancellationToken cancellation)
    {
        var row = await database.Read(connection => AssistantsRepository.Find(connection, id), cancellation);
        if (row is null) return ApiError.NotFound("assistant", id);
        return context.Caller.Check(permission, row.ProjectId, "assistant", id) is { } denied ? denied : row;
    }

    public async Task<Result<Assistant>> Create(string projectId, AssistantInput input, CancellationToken cancellation)
    {
        if (context.Caller.Check(Permission.ManageProject, projectId) is { } denied) return denied;
        if (await CheckProject(projectId, cancellation) is { } closed) return closed;
        if (await CheckInput(input, cancellation) is { } wrong) return wrong;
        var row = new AssistantRow(Ids.New("asst"), projectId, 1, Wire.Serialize(AssistantContracts.Complete(input)), false, Now, Now);
        return await journal.Commit(new AuditEntry("assistant.created", "assistant", row.Id, projectId), connection =>
        {
            AssistantsRepository.Insert(connection, row);
            AssistantsRepository.InsertVersion(connection, Snapshot(row, input.VersionNote));
            return row.ToAssistant();
        }, cancellation);
    }

    /// <summary>Saves what the change makes of the newest version, as a version of its own; changes of one assistant take turns.</summary>
    public async Task<Result<Assistant>> Save(string id, Func<AssistantRow, Task<Result<AssistantInput>>> change, CancellationToken cancellation)
    {
        using var turn = await KeyedLock.Enter($"assistant {id}", cancellation);
        var found = await Find(Permission.ManageProject, id, cancellation);
        if (!found.IsSuccess) return found.Error;
        var changed = await change(found.Value);
        return changed.IsSuccess ? await Save(found.Value, changed.Value, cancellation) : changed.Error;
    }

    /// <summary>Archives, or brings back; neither is a version.</summary>
    public async Task<Result<Assistant>> Archive(string id, bool archived, CancellationToken cancellation)
    {
        using var turn = await KeyedLock.Enter($"assistant {id}", cancellation);
        var found = await Find(Permission.ManageProject, id, cancellation);
        if (!found.IsSuccess) return found.Error;
        if (found.Value.Archived == archived) return found.Value.ToAssistant();
        if (!archived && await CheckProject(found.Value.ProjectId, cancellation) is { } closed) return closed;
        var saved = found.Value with { Archived = archived, UpdatedAt = Now };
        var entry = new AuditEntry(archived ? "assistant.archived" : "assistant.restored", "assistant", id, saved.ProjectId);
        return await journal.Commit(entry, connection =>
        {
            AssistantsRepository.Update(connection, saved);
            return saved.ToAssistant();
        }, cancellation);
    }

    long Now => time.GetUtcNow().ToUnixTimeSeconds();

    async Task<Result<Assistant>> Save(AssistantRow before, AssistantInput input, CancellationToken cancellation)
    {
        var after = before with { Definition = Wire.Serialize(AssistantContracts.Complete(input)) };
        var changes = AuditChanges.Between(before.ToAssistant(), after.ToAssistant());
        if (changes.Count == 0) return before.ToAssistant();
        if (before.Archived) return ApiError.Conflict("The assistant is archived and cannot be changed. Restore it first.", "assistant_archived");
        if (await CheckProject(before.ProjectId, cancellation) is { } closed) return closed;
        if (await CheckInput(input, cancellation) is { } wrong) return wrong;

        var saved = after with { Version = before.Version + 1, UpdatedAt = Now };
        var entry = new AuditEntry(ActionOf(changes, input), "assistant", before.Id, before.ProjectId) { Changes = changes };
        return await journal.Commit(entry, connection =>
        {
            AssistantsRepository.InsertVersion(connection, Snapshot(saved, input.VersionNote));
            AssistantsRepository.Update(connection, saved);
            return saved.ToAssistant();
        }, cancellation);
    }

    static string ActionOf(IReadOnlyList<AuditChange> changes, AssistantInput input) => changes is [{ Field: "paused" }]
        ? input.Paused ? "assistant.paused" : "assistant.resumed"
        : "assistant.updated";

    async Task<ApiError?> CheckProject(string projectId, CancellationToken cancellation) =>
        await projects.Find(projectId, cancellation) is { } project ? project.CheckOpen() : ApiError.NotFound("project", projectId, "OpenAI-Project");

    async Task<ApiError?> CheckInput(AssistantInput input, CancellationToken cancellation)
    {
        if (AssistantRules.Check(input) is { } wrong) return wrong;
        if (await policies.CheckNamed(input.Safety?.PolicyId, PolicyKind.Safety, "safety.policy_id", cancellation) is { } safety) return safety;
        if (await policies.CheckNamed(input.Privacy?.PolicyId, PolicyKind.Privacy, "privacy.policy_id", cancellation) is { } privacy) return privacy;
        return await models.Find(input.Model, cancellation) is null
            ? ApiError.Invalid($"The model '{input.Model}' is not in the catalogue. GET /v2/models lists what may be used.", "model", "unknown_model")
            : null;
    }

    AssistantVersionRow Snapshot(AssistantRow row, string? note) => new(
        row.Id, row.Version, row.Definition, context.Caller.Id, context.Caller.Name, string.IsNullOrWhiteSpace(note) ? null : note.Trim(), row.UpdatedAt);
}
