//! A kind of page a file: a typed context, made from the render context, and the template that takes it.

pub mod calendar;
mod coming;
pub mod decisions;
pub mod effects;
pub mod entry;
pub mod feed;
pub mod gaps;
pub mod goal;
pub mod health;
pub mod home;
pub mod ideas;
pub mod journal;
pub mod loop_page;
pub mod not_found;
pub mod path;
pub mod person;
pub mod plain;
pub mod review;
pub mod search;
pub mod seen;
pub mod setbacks;
pub mod sitemap;
pub mod stories;
pub mod tag;
pub mod task;
pub mod team;
pub mod timeline;
