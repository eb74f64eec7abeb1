using FsCheck;
using FsCheck.Fluent;

namespace LstmGen.Conformance.Properties;

/// <summary>One case of a property over compiled models: a model, and a scenario for its shape.</summary>
public sealed class Case
{
    private Case(ModelCase model, int round, Scenario scenario)
    {
        Model = model;
        Round = round;
        Scenario = scenario;
    }

    internal ModelCase Model { get; }

    /// <summary>How often this property had this model before: what is dear to test may be tested in some rounds only.</summary>
    internal int Round { get; }

    internal Scenario Scenario { get; }

    /// <summary>The buffers of the case.</summary>
    internal Trial Trial() => new(Model.Shape, Scenario);

    public override string ToString() => $"{Model.Name}, {Scenario}";

    /// <summary>What FsCheck draws: the size, which it counts up, says whose turn it is.</summary>
    public static Arbitrary<Case> Arbitrary() => Arb.From(
        Gen.Sized(size =>
        {
            (ModelCase model, int round) = Turns.At(size);
            return Scenario.For(model.Shape).Select(scenario => new Case(model, round, scenario));
        }),
        drawn => drawn.Scenario.Shrink().Select(smaller => new Case(drawn.Model, drawn.Round, smaller)));
}
