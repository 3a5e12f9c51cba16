using System.Data;
using Portal.Access;
using Portal.Api;
using Portal.Assistants;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Import;
using Portal.Client.Models;
using Portal.Data;
using Portal.Desk;
using Portal.Projects;
using Portal.Threads;
using Portal.Threads.Search;

namespace Portal.Import;

internal sealed class ImportService(
    IDatabase database,
    AuditWriter writer,
    CallContext context,
    IProjectDirectory projects,
    IModelsService models,
    IThreadIndex index,
    ThreadSealing sealing,
    IDeskFeed feed,
    TimeProvider time) : IImportService
{
    public async Task<Result<ImportReport>> Import(string projectId, ImportInput input, CancellationToken cancellation)
    {
        if (context.Caller.Check(Permission.ManageProject, projectId) is { } denied) return denied;
        if (context.Caller.Check(Permission.Chat, projectId) is { } silent) return silent;
        if (await projects.Find(projectId, cancellation) is not { } project) return ApiError.NotFound("project", projectId);
        if (project.CheckOpen() is { } closed) return closed;
        if (input.Assistants is null && input.Threads is null)
            return ApiError.Invalid("This is no export: it has neither 'assistants' nor 'threads'.", "assistants", "invalid_export");

        // One import of a project at a time, so that two of the same export do not both find it new.
        using var turn = await KeyedLock.Enter($"import {projectId}", cancellation);
        var plan = await Plan(projectId, input, cancellation);
        if (!plan.IsSuccess) return plan.Error;
        if (input.DryRun) return plan.Value.Report(projectId, dryRun: true);
        if (plan.Value.Blocking is { } blocking) return ApiError.Invalid(blocking.Message, blocking.Place, "import_blocked");
        var report = plan.Value.Report(projectId, dryRun: false);
        var call = context.ToCallInfo();
        await database.Write(connection => Write(connection, projectId, plan.Value, report, call), cancellation);
        feed.MuchChanged(null, projectId);
        return report;
    }

    async Task<Result<ImportPlan>> Plan(string projectId, ImportInput input, CancellationToken cancellation)
    {
        var catalogue = await models.List(cancellation);
        if (!catalogue.IsSuccess) return catalogue.Error;
        var known = catalogue.Value.Data.Select(model => model.Id).ToHashSet();
        if (input.Model is { } chosen && !known.Contains(chosen))
            return ApiError.Invalid($"The model '{chosen}' is not in the catalogue. GET /v2/models lists what may be used.", "model", "unknown_model");
        var (assistants, threads) = await database.Read(connection => (
            AssistantsRepository.ByMetadata(connection, projectId, ImportPlan.Origin), ThreadsRepository.ByMetadata(connection, projectId, ImportPlan.Origin)), cancellation);
        var plan = new ImportPlan();
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        try
        {
            var assistantsImport = new AssistantsImport(plan, known, input.Model, now);
            assistantsImport.Read(input.Assistants, assistants);
            new ThreadsImport(plan, assistantsImport, projectId, context.Caller, now).Read(input, threads);
            return plan;
        }
        catch (ApiErrorException wrong)
        {
            return wrong.Error;
        }
    }

    bool Write(IDbConnection connection, string projectId, ImportPlan plan, ImportReport report, CallInfo call)
    {
        foreach (var (id, definition, createdAt) in plan.Assistants)
        {
            var row = new AssistantRow(id, projectId, 1, Wire.Serialize(definition), false, createdAt, createdAt);
            AssistantsRepository.Insert(connection, row);
            AssistantsRepository.InsertVersion(connection, new AssistantVersionRow(id, 1, row.Definition, call.Actor.Id, call.Actor.Name, "Imported from the Assistants API.", createdAt));
            writer.Append(connection, call with { Idempotency = null }, new AuditEntry("assistant.created", "assistant", id, projectId));
        }

        foreach (var (thread, messages) in plan.Threads)
        {
            sealing.PrepareNew(connection, thread.Id, thread.AssistantId);
            ThreadsRepository.Insert(connection, thread, messages.LastOrDefault()?.Id);
            foreach (var message in messages) MessagesRepository.Insert(connection, message);
            index.Add(connection, thread, messages);
        }

        var none = new { Assistants = 0, Threads = 0, Messages = 0 };
        writer.Append(connection, call, new AuditEntry("project.imported", "project", projectId, projectId)
        {
            Changes = AuditChanges.Between(none, new { Assistants = report.Assistants.Imported, Threads = report.Threads.Imported, Messages = report.Messages.Imported }),
        });
        return true;
    }
}
