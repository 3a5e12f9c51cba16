using Portal.Access;
using Portal.Api;
using Portal.Client.Access;
using Portal.Client.Projects;
using Portal.Data;

namespace Portal.Projects;

internal sealed class ProjectDirectory(IDatabase database) : IProjectDirectory
{
    public async Task<ProjectState?> Find(string id, CancellationToken cancellation) =>
        await database.Read(connection => ProjectsRepository.Find(connection, id), cancellation) is { } row
            ? new ProjectState(row.Id, Wire.Word<ProjectStatus>(row.Status), row.Paused)
            : null;

    public async Task<IReadOnlyDictionary<string, string>> Names(IReadOnlyCollection<string> ids, CancellationToken cancellation) =>
        await database.Read(connection => ProjectsRepository.Names(connection, ids).ToDictionary(project => project.Id, project => project.Name), cancellation);

    public async Task<IReadOnlyDictionary<string, long>> Retentions(CancellationToken cancellation) =>
        await database.Read(connection => ProjectsRepository.Retentions(connection).ToDictionary(project => project.Id, project => project.Days), cancellation);
}

internal sealed class Memberships(IDatabase database) : IMemberships
{
    public async Task<IReadOnlyList<SessionProject>> Of(string userId, CancellationToken cancellation) =>
        await database.Read(
            connection => ProjectsRepository.MembershipsOf(connection, userId).Select(row => row.ToPlace()).ToList(), cancellation);
}
