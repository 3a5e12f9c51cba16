using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Access;
using Portal.Client.Api;
using Portal.Client.Projects;
using Portal.Data;

namespace Portal.Projects;

internal sealed class ProjectPlaces(IDatabase database) : IProjectPlaces
{
    public async Task<ILookup<string, ProjectPlace>> FirstOf(IReadOnlyCollection<string> userIds, int each, CancellationToken cancellation)
    {
        var rows = await database.Read(connection => connection.Query<PlaceRow>("""
            SELECT user_id AS UserId, project_id AS ProjectId, name, role, chat_access AS ChatAccess, count
            FROM (
              SELECT m.user_id, m.project_id, p.name, m.role, m.chat_access,
                COUNT(*) OVER (PARTITION BY m.user_id) AS count,
                ROW_NUMBER() OVER (PARTITION BY m.user_id ORDER BY p.name, p.id) AS place
              FROM project_members m JOIN projects p ON p.id = m.project_id
              WHERE m.user_id IN @userIds) AS places
            WHERE place <= @each ORDER BY user_id, place
            """, new { userIds, each }).AsList(), cancellation);
        return rows.ToLookup(row => row.UserId, row => row.ToPlace());
    }

    public async Task<ListPage<ProjectHeading>> List(IReadOnlyCollection<string>? among, ListQuery query, CancellationToken cancellation)
    {
        var rows = await database.Read(connection => ProjectsRepository.List(connection, among, new ProjectFilter(), query).ToList(), cancellation);
        return Keyset.Page(rows.Select(row => new ProjectHeading(row.Id, row.Name, Wire.Word<ProjectStatus>(row.Status))), query, project => project.Id);
    }

    public async Task<IReadOnlySet<string>> MembersAmong(string projectId, IReadOnlyCollection<string> userIds, CancellationToken cancellation) =>
        await database.Read(connection => connection.Query<string>(
            "SELECT user_id FROM project_members WHERE project_id = @projectId AND user_id IN @userIds", new { projectId, userIds }).ToHashSet(), cancellation);

    public async Task<IReadOnlyDictionary<string, SessionProject>> MembersOf(string projectId, CancellationToken cancellation)
    {
        var rows = await database.Read(connection => connection.Query<MemberRow>(
            "SELECT project_id AS ProjectId, user_id AS UserId, role, chat_access AS ChatAccess, created_at AS CreatedAt FROM project_members WHERE project_id = @projectId",
            new { projectId }).AsList(), cancellation);
        return rows.ToDictionary(row => row.UserId, row => row.ToPlace());
    }

    public void Add(IDbConnection connection, string userId, IEnumerable<SessionProject> places, long now)
    {
        foreach (var place in places)
            ProjectsRepository.SetMember(connection, new MemberRow(place.ProjectId, userId, Wire.Word(place.Role), Wire.Word(place.ChatAccess), now));
    }

    [method: ExplicitConstructor]
    sealed record PlaceRow(string UserId, string ProjectId, string Name, string Role, string ChatAccess, long Count)
    {
        public ProjectPlace ToPlace() => new(UserId, ProjectId, Name, Wire.Word<Role>(Role), Wire.Word<ChatAccess>(ChatAccess), (int)Count);
    }
}
