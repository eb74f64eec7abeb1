namespace LstmGen.Conformance.Properties;

/// <summary>The turns reach every model, in the rounds that its size allows.</summary>
public sealed class CaseTests : IDisposable
{
    private readonly List<(string Model, int Round)> _drawn = [];

    [Property]
    public void EveryModelHasItsTurns(Case drawn) => _drawn.Add((drawn.Model.Name, drawn.Round));

    public void Dispose()
    {
        if (Environment.GetEnvironmentVariable("LSTMGEN_REPLAY") is null or "" or "random")
        {
            Assert.Equal(Turns.Count, _drawn.Distinct().Count());
            Assert.Equal(ModelCases.All.Select(model => model.Name).Order(), _drawn.Select(turn => turn.Model).Distinct().Order());
        }
    }
}
