using System.CommandLine;
using System.Text.Json;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Projects;

namespace Portal.CommandLine;

internal static class ProjectCommands
{
    public static Command All(CommandRun run) => new("project", "Projects") { Create(run), List(run) };

    static Command Create(CommandRun run)
    {
        var name = new Option<string>("--name") { Required = true };
        var description = new Option<string?>("--description");
        var type = new Option<string?>("--type") { Description = "customer_service, legal, engineering, sales, general or a word of your own." };
        var command = new Command("create", "Make a project.") { name, description, type };
        run.Action(command, async (services, parsed, cancellation) =>
        {
            var body = new Dictionary<string, string> { ["name"] = parsed.GetRequiredValue(name) };
            if (parsed.GetValue(description) is { } words) body["description"] = words;
            if (parsed.GetValue(type) is { } word) body["assistant_type"] = word;
            // The same rules as for a request's body.
            var input = ContractReader.Read<ProjectInput>(JsonSerializer.SerializeToElement(body));
            return input.IsSuccess ? await services.GetRequiredService<IProjectsService>().Create(input.Value, cancellation) : input.Error;
        }, project => $"{project.Id}\t{project.Name}");
        return command;
    }

    static Command List(CommandRun run)
    {
        var command = new Command("list", "List all projects, the newest first.");
        run.Action(command, (services, _, cancellation) => All(services.GetRequiredService<IProjectsService>(), cancellation),
            list => string.Join('\n', list.Data.Select(project => $"{project.Id}\t{State(project)}\t{project.Name}")));
        return command;
    }

    static async Task<Result<ListPage<Project>>> All(IProjectsService projects, CancellationToken cancellation)
    {
        var all = new List<Project>();
        while (true)
        {
            var page = await projects.List(new ListQuery(Limit: 100, After: all.LastOrDefault()?.Id), cancellation);
            if (!page.IsSuccess) return page.Error;
            all.AddRange(page.Value.Data);
            if (!page.Value.HasMore) return new ListPage<Project>(all, all.FirstOrDefault()?.Id, all.LastOrDefault()?.Id, false);
        }
    }

    static string State(Project project) => project is { Status: ProjectStatus.Active, Paused: true } ? "paused" : Wire.Word(project.Status);
}
