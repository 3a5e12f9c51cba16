using Portal.Client.Access;
using Portal.Client.Api;
using Portal.Client.People;
using Portal.Client.Projects;
using Portal.Client.Threads;

namespace Portal.Client.Handling;

/// <summary>Finds people who may chat in a project: its members, and for those who manage it the organization's administrators as well.</summary>
sealed class ProjectPeople(IProjectsService projects, IPeopleService people)
{
    const int PageSize = 100;
    const int MostPages = 10;
    const int Shown = 10;

    /// <param name="words">Parts of names or addresses; nothing finds everybody.</param>
    /// <returns>At most ten, the caller first.</returns>
    public async Task<Result<IReadOnlyList<PersonName>>> Find(string projectId, string words, Session? caller, CancellationToken cancellation)
    {
        List<PersonName> found = [];
        if (caller.MayChat(projectId) && Matches(words, caller!.Name, caller.Email)) found.Add(new(caller.UserId, caller.Name));
        string? last = null;
        for (var page = 0; page < MostPages; page++)
        {
            var read = await projects.ListMembers(projectId, new(PageSize, After: last), cancellation);
            if (!read.IsSuccess) return read.Error;
            found.AddRange(read.Value.Data.Where(member => member.ChatAccess == ChatAccess.Write && Matches(words, member.Name, member.Email)).Select(member => new PersonName(member.UserId, member.Name)));
            last = read.Value.LastId;
            if (!read.Value.HasMore) break;
        }

        if (caller?.Manages(projectId) == true && words.Trim().Length >= 2)
        {
            var read = await people.FindCandidates(projectId, words, cancellation);
            if (!read.IsSuccess) return read.Error;
            found.AddRange(read.Value.Data.Where(person => person.Role >= Role.Admin).Select(person => new PersonName(person.UserId, person.Name)));
        }

        return Result.Of<IReadOnlyList<PersonName>>([.. found.DistinctBy(person => person.Id).Take(Shown)]);
    }

    static bool Matches(string words, string name, string email) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .All(word => name.Contains(word, StringComparison.CurrentCultureIgnoreCase) || email.Contains(word, StringComparison.OrdinalIgnoreCase));
}
