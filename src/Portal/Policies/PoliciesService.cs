using Portal.Access;
using Portal.Api;
using Portal.Assistants;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Policies;
using Portal.Data;
using Portal.Projects;

namespace Portal.Policies;

internal sealed class PoliciesService(
    IDatabase database,
    IJournal journal,
    CallContext context,
    IAssistantDirectory assistants,
    IProjectDirectory projects,
    PolicyBook book,
    PolicyViews views,
    PolicyReplays replays,
    TimeProvider time) : IPoliciesService
{
    const int MostEntities = 100;

    long Now => time.GetUtcNow().ToUnixTimeSeconds();

    public async Task<Result<ListPage<Policy>>> List(ListQuery query, CancellationToken cancellation)
    {
        if (CheckAdministrator() is { } denied) return denied;
        var rows = await database.Read(connection => PoliciesRepository.List(connection, query), cancellation);
        return Keyset.Page(rows.Select(row => row.ToPolicy()), query, policy => policy.Id);
    }

    public async Task<Result<Policy>> Get(string id, CancellationToken cancellation) => (await Find(id, cancellation)).Then<Policy>(row => row.ToPolicy());

    public async Task<Result<Policy>> Create(PolicyInput input, CancellationToken cancellation)
    {
        if (CheckAdministrator() is { } denied) return denied;
        if (await CheckInput(input, cancellation) is { } wrong) return wrong;
        var row = new PolicyRow(Ids.New("pol"), Wire.Word(input.Kind), 1, Wire.Serialize(PolicyRules.Complete(input)), false, Now, Now);
        var made = await journal.Commit(new AuditEntry("policy.created", "policy", row.Id, null), connection =>
        {
            PoliciesRepository.Insert(connection, row);
            PoliciesRepository.InsertVersion(connection, Snapshot(row, input.VersionNote));
            return row.ToPolicy();
        }, cancellation);
        book.Changed();
        return made;
    }

    public Task<Result<Policy>> Update(string id, PolicyInput input, int? ifVersion, CancellationToken cancellation) => Save(
        id, present => ifVersion is { } read && read != present.Version
            ? new ApiError(412, $"The policy is at version {present.Version} by now, and the change was made over version {read}. Read it again, then repeat the change.", "precondition_failed", "If-Match")
            : input, cancellation);

    public async Task<Result<Deleted>> Archive(string id, CancellationToken cancellation)
    {
        using var turn = await Enter(id, cancellation);
        var found = await Find(id, cancellation);
        if (!found.IsSuccess) return found.Error;
        if (await IsUsed(id, cancellation)) return ApiError.Conflict("The policy holds somewhere. Detach it from everything first.", "policy_attached");
        var archived = await journal.Commit(new AuditEntry("policy.archived", "policy", id, null), connection =>
        {
            PoliciesRepository.Update(connection, found.Value with { Archived = true, UpdatedAt = Now });
            return new Deleted(id, "policy.deleted");
        }, cancellation);
        book.Changed();
        return archived;
    }

    public async Task<Result<ListPage<PolicyVersion>>> ListVersions(string id, ListQuery query, CancellationToken cancellation)
    {
        var found = await Find(id, cancellation);
        if (!found.IsSuccess) return found.Error;
        var (after, before) = (VersionTag.OfCursor(id, query.After), VersionTag.OfCursor(id, query.Before));
        if (query.After is not null && after is null) return ApiError.Invalid("'after' is not the id of a version of this policy.", "after", "invalid_value");
        if (query.Before is not null && before is null) return ApiError.Invalid("'before' is not the id of a version of this policy.", "before", "invalid_value");
        var rows = await database.Read(connection => PoliciesRepository.ListVersions(connection, id, query, after, before), cancellation);
        return Keyset.Page(rows.Select(row => row.ToVersion()), query, version => version.Id);
    }

    public async Task<Result<PolicyVersion>> GetVersion(string id, int version, CancellationToken cancellation)
    {
        if (CheckAdministrator() is { } denied) return denied;
        return await database.Read(connection => PoliciesRepository.FindVersion(connection, id, version), cancellation) is { } row
            ? row.ToVersion()
            : ApiError.NotFound("version", $"{id}.{version}");
    }

    public async Task<Result<Policy>> Restore(string id, int version, CancellationToken cancellation)
    {
        var found = await GetVersion(id, version, cancellation);
        return found.IsSuccess ? await Save(id, _ => found.Value.Definition with { VersionNote = $"Restored version {version}." }, cancellation) : found.Error;
    }

    public async Task<Result<ListPage<PolicyAttachment>>> ListAttachments(string id, CancellationToken cancellation)
    {
        var found = await Find(id, cancellation);
        if (!found.IsSuccess) return found.Error;
        var rows = await database.Read(connection => PoliciesRepository.Attachments(connection, id), cancellation);
        var names = await NamesOf(rows, cancellation);
        return new ListPage<PolicyAttachment>([.. rows.Select(row => row.ToAttachment(names))], null, null, false);
    }

    public async Task<Result<PolicyAttachment>> Attach(string id, PolicyAttachmentInput input, CancellationToken cancellation)
    {
        using var turn = await Enter(id, cancellation);
        var found = await Find(id, cancellation);
        if (!found.IsSuccess) return found.Error;
        if (await CheckTarget(input, cancellation) is { } wrong) return wrong;
        var row = new AttachmentRow(id, Wire.Word(input.TargetType), input.TargetId ?? "", Now);
        var names = await NamesOf([row], cancellation);
        var present = await database.Read(connection => PoliciesRepository.Attachments(connection, id), cancellation);
        if (present.FirstOrDefault(one => one.TargetType == row.TargetType && one.TargetId == row.TargetId) is { } there) return there.ToAttachment(names);
        if (await views.FindConflict(found.Value, input, cancellation) is { } conflict) return ApiError.Conflict(conflict, "policy_conflict");
        var made = await journal.Commit(Entry("policy.attached", row, names), connection =>
        {
            PoliciesRepository.Attach(connection, row);
            return row.ToAttachment(names);
        }, cancellation);
        book.Changed();
        return made;
    }

    public async Task<Result<Deleted>> Detach(string id, PolicyTarget targetType, string? targetId, CancellationToken cancellation)
    {
        using var turn = await Enter(id, cancellation);
        var found = await Find(id, cancellation);
        if (!found.IsSuccess) return found.Error;
        var rows = await database.Read(connection => PoliciesRepository.Attachments(connection, id), cancellation);
        if (rows.FirstOrDefault(one => one.TargetType == Wire.Word(targetType) && one.TargetId == (targetId ?? "")) is not { } row)
            return ApiError.NotFound("attachment", targetId ?? "organization", "target_id");
        var done = await journal.Commit(Entry("policy.detached", row, await NamesOf([row], cancellation)), connection =>
        {
            PoliciesRepository.Detach(connection, id, row.TargetType, row.TargetId);
            return new Deleted(id, "policy.attachment.deleted");
        }, cancellation);
        book.Changed();
        return done;
    }

    public async Task<Result<ListPage<PolicyEntity>>> ListEntities(CancellationToken cancellation)
    {
        if (CheckAdministrator() is { } denied) return denied;
        var rows = await database.Read(PoliciesRepository.Entities, cancellation);
        return new ListPage<PolicyEntity>([.. rows.Select(row => row.ToEntity())], null, null, false);
    }

    public async Task<Result<PolicyEntity>> SaveEntity(PolicyEntityInput input, CancellationToken cancellation)
    {
        if (CheckAdministrator() is { } denied) return denied;
        if (PolicyRules.CheckEntity(input) is { } wrong) return wrong;
        var present = await database.Read(PoliciesRepository.Entities, cancellation);
        var before = present.FirstOrDefault(entity => entity.Name == input.Name);
        if (before is null && present.Count >= MostEntities) return ApiError.Conflict($"There are {MostEntities} entities, which is the most. Delete one first.", "too_many");
        var row = new EntityRow(input.Name, input.Pattern, Wire.Serialize(input.Context ?? []), input.Check is { } check ? Wire.Word(check) : null, before?.CreatedAt ?? Now);
        if (row == before) return row.ToEntity();
        var entry = new AuditEntry(before is null ? "policy_entity.created" : "policy_entity.updated", "policy_entity", row.Name, null)
        {
            Changes = before is null ? [] : AuditChanges.Between(before.ToEntity(), row.ToEntity()),
        };
        var saved = await journal.Commit(entry, connection =>
        {
            PoliciesRepository.SaveEntity(connection, row);
            return row.ToEntity();
        }, cancellation);
        book.Changed();
        return saved;
    }

    public async Task<Result<Deleted>> DeleteEntity(string name, CancellationToken cancellation)
    {
        if (CheckAdministrator() is { } denied) return denied;
        var policies = await database.Read(PoliciesRepository.All, cancellation);
        if (policies.Select(row => row.Saved).FirstOrDefault(policy => Names(policy).Contains(name)) is { } user)
            return ApiError.Conflict($"The policy “{user.Name}” names '{name}'. Take it out there first.", "entity_in_use");
        var entities = await database.Read(PoliciesRepository.Entities, cancellation);
        if (entities.All(entity => entity.Name != name)) return ApiError.NotFound("entity", name);
        var deleted = await journal.Commit(new AuditEntry("policy_entity.deleted", "policy_entity", name, null), connection =>
        {
            PoliciesRepository.DeleteEntity(connection, name);
            return new Deleted(name, "policy.entity.deleted");
        }, cancellation);
        book.Changed();
        return deleted;
    }

    public async Task<Result<PolicyTestResult>> Test(PolicyTestInput input, CancellationToken cancellation)
    {
        if (CheckAdministrator() is { } denied) return denied;
        if (new object?[] { input.Policy, input.PolicyIds, input.AssistantId }.Count(one => one is not null) != 1)
            return ApiError.Invalid("Give exactly one of 'policy', 'policy_ids' and 'assistant_id'.", "policy", "missing_field");
        if (input.Policy is { } draft && await CheckInput(draft, cancellation) is { } wrong) return wrong with { Param = $"policy.{wrong.Param}" };
        return await views.Test(input, cancellation);
    }

    public async Task<Result<PolicyReplay>> Replay(string id, PolicyReplayInput input, CancellationToken cancellation)
    {
        var found = await Find(id, cancellation);
        if (!found.IsSuccess) return found.Error;
        if (input.Policy is { } draft && await CheckInput(draft, cancellation) is { } wrong) return wrong with { Param = $"policy.{wrong.Param}" };
        await journal.Record(new AuditEntry("policy.replayed", "policy", id, null), cancellation);
        var attached = await database.Read(connection => PoliciesRepository.Attachments(connection, id), cancellation);
        return await replays.Run(found.Value, attached, input, cancellation);
    }

    public async Task<Result<EffectivePolicy>> GetEffective(string assistantId, CancellationToken cancellation)
    {
        if (await assistants.Find(assistantId, cancellation) is not { } assistant) return ApiError.NotFound("assistant", assistantId);
        if (context.Caller.Check(Permission.ReadProject, assistant.ProjectId, "assistant", assistantId) is { } denied) return denied;
        return await views.Describe(assistant, cancellation);
    }

    public async Task<Result<ListPage<PolicyCoverage>>> ListCoverage(CancellationToken cancellation)
    {
        if (CheckAdministrator() is { } denied) return denied;
        return new ListPage<PolicyCoverage>(await views.Cover(cancellation), null, null, false);
    }

    async Task<Result<Policy>> Save(string id, Func<PolicyRow, Result<PolicyInput>> change, CancellationToken cancellation)
    {
        using var turn = await Enter(id, cancellation);
        var found = await Find(id, cancellation);
        if (!found.IsSuccess) return found.Error;
        var (before, changed) = (found.Value, change(found.Value));
        if (!changed.IsSuccess) return changed.Error;
        var input = changed.Value;
        if (input.Kind != before.Saved.Kind) return ApiError.Invalid("A policy's 'kind' cannot change. Make another policy.", "kind", "invalid_value");
        if (await CheckInput(input, cancellation) is { } wrong) return wrong;
        var after = before with { Definition = Wire.Serialize(PolicyRules.Complete(input)) };
        var changes = AuditChanges.Between(before.ToPolicy(), after.ToPolicy());
        if (changes.Count == 0) return before.ToPolicy();
        if (before.Archived) return ApiError.Conflict("The policy is archived and cannot be changed.", "policy_archived");
        if (await views.FindConflict(after, null, cancellation) is { } conflict) return ApiError.Conflict(conflict, "policy_conflict");
        var saved = after with { Version = before.Version + 1, UpdatedAt = Now };
        var updated = await journal.Commit(new AuditEntry("policy.updated", "policy", id, null) { Changes = changes }, connection =>
        {
            PoliciesRepository.InsertVersion(connection, Snapshot(saved, input.VersionNote));
            PoliciesRepository.Update(connection, saved);
            return saved.ToPolicy();
        }, cancellation);
        book.Changed();
        return updated;
    }

    static Task<IDisposable> Enter(string id, CancellationToken cancellation) => KeyedLock.Enter($"policy {id}", cancellation);

    ApiError? CheckAdministrator() => context.Caller.Check(Permission.ManageOrganization);

    async Task<Result<PolicyRow>> Find(string id, CancellationToken cancellation)
    {
        if (CheckAdministrator() is { } denied) return denied;
        return await database.Read(connection => PoliciesRepository.Find(connection, id), cancellation) is { } row ? row : ApiError.NotFound("policy", id);
    }

    async Task<ApiError?> CheckInput(PolicyInput input, CancellationToken cancellation)
    {
        var entities = await database.Read(PoliciesRepository.Entities, cancellation);
        return PolicyRules.Check(input, entities.Select(entity => entity.Name).ToHashSet());
    }

    async Task<ApiError?> CheckTarget(PolicyAttachmentInput input, CancellationToken cancellation) => (input.TargetType, input.TargetId) switch
    {
        (PolicyTarget.Organization, null) => null,
        (PolicyTarget.Organization, _) => ApiError.Invalid("'target_id' is for projects and assistants.", "target_id", "invalid_value"),
        (_, null) => ApiError.Invalid("'target_id' must name the project or assistant.", "target_id", "missing_field"),
        (PolicyTarget.Project, { } project) => await projects.Find(project, cancellation) is null ? ApiError.NotFound("project", project, "target_id") : null,
        (_, { } assistant) => await assistants.Find(assistant, cancellation) is null ? ApiError.NotFound("assistant", assistant, "target_id") : null,
    };

    async Task<bool> IsUsed(string id, CancellationToken cancellation) =>
        await database.Read(connection => PoliciesRepository.Attachments(connection, id).Count > 0, cancellation) || await views.IsNamed(id, cancellation);

    async Task<IReadOnlyDictionary<string, string>> NamesOf(IReadOnlyCollection<AttachmentRow> rows, CancellationToken cancellation)
    {
        var ids = rows.Select(row => row.TargetId).Where(id => id.Length > 0).ToArray();
        var names = new Dictionary<string, string>(await projects.Names(ids, cancellation));
        foreach (var (id, name) in await assistants.Names(ids, cancellation)) names[id] = name;
        return names;
    }

    static IEnumerable<string> Names(PolicyInput policy) => (policy.AllowedEntities ?? []).Concat((policy.Rules ?? []).SelectMany(rule => rule.Entities ?? []));

    static AuditEntry Entry(string action, AttachmentRow row, IReadOnlyDictionary<string, string> names)
    {
        var where = $"{row.TargetType}{(row.TargetId.Length == 0 ? "" : $" {names.GetValueOrDefault(row.TargetId, row.TargetId)}")}";
        var change = action == "policy.attached" ? AuditChanges.Between(new Held(null), new Held(where)) : AuditChanges.Between(new Held(where), new Held(null));
        return new AuditEntry(action, "policy", row.PolicyId, row.TargetType == Wire.Word(PolicyTarget.Project) ? row.TargetId : null) { Changes = change };
    }

    PolicyVersionRow Snapshot(PolicyRow row, string? note) => new(
        row.Id, row.Version, row.Definition, context.Caller.Id, context.Caller.Name, string.IsNullOrWhiteSpace(note) ? null : note.Trim(), row.UpdatedAt);

    sealed record Held(string? AttachedTo);
}
