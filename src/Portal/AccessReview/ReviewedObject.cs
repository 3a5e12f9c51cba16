using Portal.Access;
using Portal.Assistants;
using Portal.Client.Api;
using Portal.Keys;
using Portal.Projects;
using Portal.Threads;

namespace Portal.AccessReview;

/// <summary>What the rights to an object come down to: the project that it is in, and the rights to see and to change it there.</summary>
/// <param name="ProjectId">Null for what is of the organization.</param>
/// <param name="Change">The word for the second right.</param>
internal sealed record ReviewedObject(string? ProjectId, Permission See, Permission ToChange, string Change = "change");

/// <summary>Finds an object by its id alone; the id's prefix says what it is.</summary>
internal sealed class ReviewedObjects(IProjectDirectory projects, IAssistantDirectory assistants, ThreadAccess threads, IKeyDirectory keys)
{
    public async Task<Result<ReviewedObject>> Find(string id, CancellationToken cancellation)
    {
        switch (id[..(id.IndexOf('_') + 1)])
        {
            case "proj_" when await projects.Find(id, cancellation) is not null:
                return new ReviewedObject(id, Permission.ReadProject, Permission.ManageProject);
            case "asst_" when await assistants.Find(id, cancellation) is { } assistant:
                return new ReviewedObject(assistant.ProjectId, Permission.ReadProject, Permission.ManageProject);
            case "thread_" when await threads.Find(Permission.ManageProject, id, cancellation) is var thread:
                return thread.Then<ReviewedObject>(row => new ReviewedObject(row.ProjectId, Permission.ReadConversations, Permission.Chat, "write"));
            case "key_" when await keys.Find(id, cancellation) is { } key:
                return key.ProjectId is null
                    ? new ReviewedObject(null, Permission.ManageOrganization, Permission.ManageOrganization)
                    : new ReviewedObject(key.ProjectId, Permission.ManageProject, Permission.ManageProject);
            default:
                return ApiError.NotFound("object", id);
        }
    }
}
