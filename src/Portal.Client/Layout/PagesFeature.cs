using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor;
using MudBlazor.Services;
using Portal.Client.Access;
using Portal.Client.Api;
using Portal.Client.Costs;
using Portal.Client.Desk;
using Portal.Client.Embed;
using Portal.Client.Handling;
using Portal.Client.Limits;
using Portal.Client.Runs;
using Portal.Client.Shared;
using Portal.Client.Threads;
using Portal.Client.Threads.Composing;

namespace Portal.Client.Layout;

public static class PagesFeature
{
    /// <summary>What the pages need wherever they render: on the server for the first HTML and in the browser after it.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        MudGlobal.TooltipDefaults.Delay = TimeSpan.FromMilliseconds(400);
        MudGlobal.TooltipDefaults.Duration = TimeSpan.FromMilliseconds(120);
        services.AddMudServices(mud =>
        {
            mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomRight;
            mud.SnackbarConfiguration.VisibleStateDuration = 4000;
            mud.SnackbarConfiguration.ShowTransitionDuration = 140;
            mud.SnackbarConfiguration.HideTransitionDuration = 140;
            mud.SnackbarConfiguration.PreventDuplicates = true;
            mud.SnackbarConfiguration.MaxDisplayedSnackbars = 3;
        });
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddScoped<IPageStatus, NoPageStatus>();
        services.AddScoped<ProjectScope>();
        services.AddScoped<PaletteSearch>();
        services.AddScoped<GroupColours>();
        services.AddScoped<SessionChanges>();
        services.AddScoped<LiveConnection>();
        services.AddLocalization();
        services.AddScoped<ThreadWords>();
        services.AddScoped<DeskWords>();
        services.AddScoped<EmbedWords>();
        services.TryAddScoped<VisitorAccess>();
        services.AddScoped<LiveDesk>();
        services.AddScoped<LimitsReader>();
        services.AddComposer();
        services.AddTeam();
        return services.AddPageState();
    }
}
