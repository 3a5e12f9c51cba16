using Microsoft.AspNetCore.Components;
using Portal.Client.Api;
using Portal.Client.Runs;
using Portal.Client.Shared;

namespace Portal.Client.Limits;

public sealed partial class LimitsPage(
    LimitsReader reader, ILimitsEvents events, ILimitsService limits, IBudgetsService budgets, IRefusalsService refusals, LiveConnection live, TimeProvider time,
    NavigationManager navigation) : PageBase
{
    const string Done = "Saved.";

    ApiError? error;
    (LimitsAddress View, ListQuery Query)? loaded;
    ListPage<Refusal>? older;
    string? note;

    [SupplyParameterFromQuery(Name = "project")]
    public string? ProjectWord { get; set; }

    /// <summary>As <see cref="LimitsAddress.Open"/>.</summary>
    [SupplyParameterFromQuery(Name = "open")]
    public string? OpenWord { get; set; }

    [SupplyParameterFromQuery]
    public string? After { get; set; }

    [SupplyParameterFromQuery]
    public string? Before { get; set; }

    [PersistentState]
    public LimitsSnapshot? Now { get; set; }

    /// <summary>What of the project has limits of its own.</summary>
    [PersistentState]
    public ListPage<ScopeLimits>? Within { get; set; }

    LimitsAddress View => LimitsAddress.Of(ProjectWord, OpenWord);

    ListQuery Query => new(Limit: LimitsSnapshot.NewestRefusals, After: After, Before: Before);

    bool MayChange => Manages(View.ProjectId);

    Budget? ChosenBudget => Now?.Budgets.FirstOrDefault(budget => budget.Id == View.BudgetId);

    ScopeLimits? ChosenLimits => View.Open == LimitsAddress.Limits ? Now?.Limits : Within?.Data.FirstOrDefault(one => one.ScopeType == View.Scope?.Type && one.ScopeId == View.Scope.Id);

    string Subtitle => Now?.Limits switch
    {
        { ScopeType: ScopeType.Project } own => $"Who may use how much of {own.ScopeName ?? "the project"}, and what happens at this moment.",
        { } => "Who may use how much of the whole organization, and what happens at this moment. A project's own limits are on its page.",
        _ => "Who may use how much, and what happens at this moment.",
    };

    string? PanelTitle => !MayChange || Now?.Limits is null ? null : View.Open switch
    {
        null => null,
        LimitsAddress.NewBudget => "New budget",
        LimitsAddress.Add => "Add limits",
        LimitsAddress.Limits => View.ProjectId is null ? "Limits of the organization" : "Limits of the project",
        _ when View.BudgetId is not null => "Budget",
        _ when View.Scope is { } scope => $"Limits of {LimitWording.Of(scope.Type, ChosenLimits?.ScopeName, scope.Id)}",
        _ => null,
    };

    protected override async Task OnParametersSetAsync()
    {
        var before = loaded;
        loaded = (View.Close(), Query);
        if (before == loaded) return;
        if (before is null ? Now is null || !IsNewest : before.Value.View != View.Close()) await Load();
        else if (!IsNewest || older is not null) await LoadOlder();
        if (before?.View != View.Close() && RendererInfo.IsInteractive) _ = Follow(View.ProjectId);
    }

    bool IsNewest => After is null && Before is null;

    async Task Load()
    {
        var view = View.Close();
        var read = await reader.Read(view.ProjectId, ManagesOrganization, Closing);
        var within = view.ProjectId is null || !read.IsSuccess ? null : (await limits.List(view.ProjectId, Closing)).Value;
        // While one goes on, answers may overtake one another.
        if (view != View.Close()) return;
        (Now, Within, error) = (read.Value, within, read.Error);
        if (read.IsSuccess) await LoadOlder();
    }

    async Task LoadOlder()
    {
        if (IsNewest)
        {
            older = null;
            return;
        }

        var page = await refusals.List(View.ProjectId, Query, Closing);
        (older, error) = (page.Value, page.Error);
    }

    async Task SavedBudget(Budget saved)
    {
        Now = Now! with { Budgets = Now.Budgets.Any(one => one.Id == saved.Id) ? [.. Now.Budgets.Select(one => one.Id == saved.Id ? saved : one)] : [saved, .. Now.Budgets] };
        if (View.BudgetId != saved.Id) Open(View.OfBudget(saved.Id));
        await Load();
    }

    async Task SavedLimits(ScopeLimits saved)
    {
        var scope = saved.ScopeType is ScopeType.Assistant or ScopeType.Key or ScopeType.Member ? new BudgetScope(saved.ScopeType, saved.ScopeId) : null;
        await Load();
        if (View.Open == LimitsAddress.Add) Open(View.OfLimits(scope));
    }

    /// <summary>The panel says what has just been done to what it shows.</summary>
    void Open(LimitsAddress address)
    {
        note = Done;
        navigation.NavigateTo(address.Href);
    }

    async Task<ApiError?> DeleteBudget(Budget budget)
    {
        var answer = await budgets.Delete(View.ProjectId, budget.Id, Closing);
        if (!answer.IsSuccess) return answer.Error;
        if (View.BudgetId == budget.Id) navigation.NavigateTo(View.Close().Href);
        await ReadAgain();
        return null;
    }
}
