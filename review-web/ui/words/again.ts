// SPDX-License-Identifier: Apache-2.0
// Over a page whose session has ended: why, and how to go on.
export const svAgain = () => ({
  title: {
    over: 'Din inloggning har gått ut',
    elsewhere: 'Du har loggat ut i en annan flik',
  },
  on: 'Logga in igen, så fortsätter du där du var. Det du har skrivit står kvar.',
  leave: 'Lämna sidan i stället',
});

export const enAgain = (): ReturnType<typeof svAgain> => ({
  title: {
    over: 'Your session has ended',
    elsewhere: 'You have signed out in another tab',
  },
  on: 'Sign in again and go on where you were. What you have written is still there.',
  leave: 'Leave the page instead',
});
