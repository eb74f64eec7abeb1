using LstmGen.Training.Tape;

namespace LstmGen.Tests.Training.Tape;

/// <summary>Whichever parts of a round fail: the first is thrown once all have ended, and the next round knows nothing of it.</summary>
public sealed class WorkersFailureTests
{
    public static TheoryData<int, int> Rounds
    {
        get
        {
            var rounds = new TheoryData<int, int>();
            foreach (int parts in (int[])[1, 2, 3, 4])
            {
                for (int failing = 1; failing < 1 << parts; failing++)
                {
                    rounds.Add(parts, failing);
                }
            }

            return rounds;
        }
    }

    [Theory]
    [MemberData(nameof(Rounds))]
    public void The_first_is_thrown_and_the_others_are_forgotten(int parts, int failing)
    {
        using var workers = new TapeWorkers(parts);
        int done = 0;
        void Count(int part) => Interlocked.Increment(ref done);
        void Fail(int part)
        {
            Interlocked.Increment(ref done);
            if (((failing >> part) & 1) != 0)
            {
                throw new ArithmeticException($"part {part}");
            }
        }

        for (int round = 0; round < 3; round++)
        {
            done = 0;
            Exception error = Assert.ThrowsAny<Exception>(() => workers.Run(Fail));
            int first = int.TrailingZeroCount(failing);
            Assert.Contains($"part {first}", error.Message, StringComparison.Ordinal);
            Assert.IsType<ArithmeticException>(first == 0 ? error : error.InnerException);
            Assert.Equal(parts, done);

            done = 0;
            workers.Run(Count);
            Assert.Equal(parts, done);
        }
    }
}
