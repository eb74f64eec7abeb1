using System.Diagnostics;
using LstmGen.TestKit.Combinations;

namespace LstmGen.Nightly.Combinations;

/// <summary>Classes of all options in random combinations, each generated, compiled and compared with the naive reference.</summary>
internal static class CombinationsCommand
{
    internal const int Count = 200;

    private const int Largest = 70;
    private const int ClassesPerCompilation = 10;

    /// <summary>0 where all classes pass, 1 where one fails.</summary>
    internal static int Run(int count, ulong seed)
    {
        Console.WriteLine($"combinations --count {count} --seed {seed}");
        var watch = Stopwatch.StartNew();
        int failed = 0;
        foreach (Combination[] some in Enumerable.Range(0, count).Select(index => CombinationDraw.Of(seed + (ulong)index, Largest)).Chunk(ClassesPerCompilation))
        {
            foreach ((Combination drawn, Func<CompiledCombination> compile) in Compile(some))
            {
                string result;
                try
                {
                    (int steps, int batch) = CombinationCheck.Run(compile());
                    result = $"{steps} steps of {batch} rows: passes";
                }
                catch (Exception exception)
                {
                    failed++;
                    result = $"FAILS: {exception}";
                }

                Console.WriteLine($"{drawn}seed {drawn.Seed}, {result}\n");
            }
        }

        Console.WriteLine($"{count - failed} passed, {failed} failed, {watch.Elapsed.TotalMinutes:f1} minutes");
        return failed == 0 ? 0 : 1;
    }

    /// <summary>All together; where one does not compile, each alone.</summary>
    private static IEnumerable<(Combination Drawn, Func<CompiledCombination> Compile)> Compile(Combination[] some)
    {
        try
        {
            IReadOnlyList<CompiledCombination> all = CompiledCombination.Compile(some);
            return all.Select(compiled => (compiled.Combination, (Func<CompiledCombination>)(() => compiled)));
        }
        catch (InvalidOperationException)
        {
            return some.Select(each => (each, (Func<CompiledCombination>)(() => CompiledCombination.Compile([each])[0])));
        }
    }
}
